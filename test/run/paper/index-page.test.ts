import { describe, expect, test } from 'vitest'
import { writeIndex } from '../../../src/run/paper/index-page.ts'
import { readTheme } from '../../../src/run/paper/theme.ts'
import { fakeFiles } from '../../../src/testing/fake-files.ts'
import { passedDrill, told } from '../../report/drills.ts'

const { measures } = told(passedDrill())

describe('the list of a folder', () => {
  test('is made of the drills there; what cannot be read is passed over', async () => {
    const files = fakeFiles({
      '/r/20260302-140511-provider-outage-aaaa/drill.json': JSON.stringify(measures),
      '/r/20260303-140511-provider-outage-bbbb/drill.json': '{',
      '/r/notes.txt': 'ours',
    })
    expect(await writeIndex(files, '/r')).toEqual([])
    expect(await files.read('/r/index.html')).toContain('href="20260302-140511-provider-outage-aaaa/report.html"')
    expect((await files.read('/r/drills.csv')).split('\r\n')).toHaveLength(3)
  })

  test('a disk that is full is a sentence, not an error', async () => {
    const full = { ...fakeFiles({}), write: () => Promise.reject(new Error('ENOSPC: no space left')) }
    expect(await writeIndex(full, '/r')).toEqual(['the list of all drills could not be written: ENOSPC: no space left'])
  })
})

describe('a theme', () => {
  test('is what is there of partials, words and logo', async () => {
    const files = fakeFiles({
      '/t/partials/split.hbs': '<p>x</p>',
      '/t/partials/README.md': '',
      '/t/words.json': '{"Timeline":"Verlauf"}',
    })
    expect(await readTheme(files, '/t')).toEqual({
      partials: { split: '<p>x</p>' },
      words: { Timeline: 'Verlauf' },
      logo: undefined,
    })
  })

  test.each([
    ['nothing at all', {}, 'FILE_NOT_FOUND'],
    ['words that are no JSON', { '/t/words.json': '{' }, 'FILE_INVALID'],
    ['words that are no words', { '/t/words.json': '{"Timeline":3}' }, 'FILE_INVALID'],
  ] as const)('%s is refused before a drill begins', async (_, there, code) => {
    await expect(readTheme(fakeFiles({ ...there }), '/t')).rejects.toMatchObject({ code })
  })
})
