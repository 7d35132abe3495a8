import { expect, test } from 'vitest'
import { writeReports } from '../../../src/run/paper/reports.ts'
import { fakeFiles } from '../../../src/testing/fake-files.ts'
import { passedDrill, told } from '../../report/drills.ts'

const measured = told(passedDrill())

test('a theme that cannot be filled in costs its look, and no report', async () => {
  const files = fakeFiles({})
  const theme = { partials: { split: '{{nonsense.here}}' }, words: {}, logo: undefined }
  expect(await writeReports(files, '/d', measured, theme)).toEqual([
    'report.html could not be made with this theme: "here" not defined in undefined - 1:2',
  ])
  expect(await files.read('/d/report.html')).toContain('<h2 id="split">')
  expect(await files.list('/d')).toEqual(['drill.json', 'junit.xml', 'report.html', 'report.md'])
})

test('a report that cannot be written keeps none of the others from it', async () => {
  const files = fakeFiles({})
  const picky = {
    write: (path: string, text: string) =>
      path.endsWith('.html') ? Promise.reject(new Error('ENOSPC')) : files.write(path, text),
  }
  expect(await writeReports(picky, '/d', measured)).toEqual(['report.html could not be written: ENOSPC'])
  expect(await files.list('/d')).toEqual(['drill.json', 'junit.xml', 'report.md'])
})
