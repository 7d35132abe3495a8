import { expect, test } from 'vitest'
import { withoutStop } from '../../src/model/sentence.ts'

test.for([
  ['It is down.', 'It is down'],
  ['it is down', 'it is down'],
  ['it went on …', 'it went on …'],
  ['and so on...', 'and so on...'],
  ['Is it?', 'Is it?'],
] as const)('"%s" is quoted as "%s"', ([said, quoted]) => {
  expect(withoutStop(said)).toBe(quoted)
})
