import { describe, expect, test } from 'vitest'
import { drillFolder, drillFolders } from '../../../src/run/paper/drills.ts'
import { fakeFiles } from '../../../src/testing/fake-files.ts'

describe('the drills in a folder', () => {
  const files = fakeFiles({
    '/out/2026-01-02-b/journal.jsonl': '',
    '/out/2026-01-01-a/journal.jsonl': '',
    '/out/2026-01-03-c/report.html': '',
    '/out/game-day.html': '',
  })
  test('are those that have a journal, the oldest first', async () => {
    expect(await drillFolders(files, '/out')).toEqual(['/out/2026-01-01-a', '/out/2026-01-02-b'])
    expect(await drillFolders(files, '/nowhere')).toEqual([])
  })
  test.for(['2026-01-01-a', '/out/2026-01-01-a'])('one is found by its name or its path: %s', async drill => {
    expect(await drillFolder(files, '/out', drill)).toBe('/out/2026-01-01-a')
  })
  test.for([
    ['nearly its name', '/out', '2026-01-01-x', 'did you mean 2026-01-01-a?'],
    ['nothing like it', '/out', 'x', 'the newest one there is 2026-01-02-b'],
    ['no drill at all', '/nowhere', 'x', 'no drill has been run with this --out yet; "blackstart demo" runs some'],
  ] as const)('one that is not there: %s', async ([_, out, drill, hint]) => {
    await expect(drillFolder(files, out, drill)).rejects.toMatchObject({
      code: 'DRILL_NOT_FOUND',
      message: `There is no drill "${drill}" in ${out}.`,
      hint,
    })
  })
})
