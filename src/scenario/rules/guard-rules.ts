import { parseDuration } from '../../model/duration.ts'
import type { Problem } from '../../model/problem.ts'
import { missingKey } from '../../yaml/missing-key.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { itemsAt, keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { mappingOf, oneOf, quoted } from '../../yaml/words.ts'
import { GUARD_CONDITION, GUARD_CONDITIONS, GUARD_SUBJECTS, type GuardSubject } from '../schemas/guard-schema.ts'

/** Guards that watch nothing, two things, or what can never come true. */
export function guardProblems(tree: Tree): readonly Problem[] {
  return itemsAt(tree, ['guards']).flatMap((_, index) => {
    const path = ['guards', index]
    const keys = keysAt(tree, path)
    const subjects = GUARD_SUBJECTS.filter(subject => keys.includes(subject))
    const [subject, second] = subjects
    if (keys.length === 0) return []
    if (subject === undefined) return [watchesNothing(tree, path)]
    if (second !== undefined) return [watchesTwo(tree, path, second)]
    return subject === 'file' ? needless(tree, path) : conditionProblems(tree, path, subject)
  })
}

function watchesNothing(tree: Tree, path: Path): Problem {
  return problemAtKey(tree, path, {
    code: 'MISSING_KEY',
    what: `${mappingOf(path, '')} watches nothing`,
    why: 'a guard stops the drill when something it watches goes wrong',
    now: `add ${oneOf(GUARD_SUBJECTS)}`,
  })
}

function watchesTwo(tree: Tree, path: Path, second: GuardSubject): Problem {
  return problemAtKey(tree, [...path, second], {
    code: 'CONTRADICTION',
    what: `${mappingOf(path, '')} watches two things`,
    why: 'its condition could mean either',
    now: 'make two guards of it',
  })
}

function needless(tree: Tree, path: Path): readonly Problem[] {
  if (!keysAt(tree, path).includes('when')) return []
  return [
    problemAtKey(tree, [...path, 'when'], {
      code: 'CONTRADICTION',
      what: `${mappingOf(path, '')} has a condition`,
      why: 'a file stops the drill once it is there, whatever it says',
      now: 'remove "when"',
    }),
  ]
}

function conditionProblems(tree: Tree, path: Path, subject: Exclude<GuardSubject, 'file'>): readonly Problem[] {
  const when = textAt(tree, [...path, 'when'])
  if (valueAt(tree, [...path, 'when']) === undefined) return [noCondition(tree, path, subject)]
  if (when === undefined) return []
  if (subject === 'journey') return journeyProblems(tree, path, when)
  if (GUARD_CONDITIONS[subject].test(when) || !isSomeCondition(when)) return []
  return [
    problemAtValue(tree, [...path, 'when'], {
      code: 'CONTRADICTION',
      what: `the condition ${quoted(when)} does not fit a ${subject}`,
      why: 'each thing that can be watched goes wrong in its own way',
      now: `write it like ${quoted(EXAMPLES[subject])}`,
    }),
  ]
}

function noCondition(tree: Tree, path: Path, subject: Exclude<GuardSubject, 'file'>): Problem {
  return missingKey(tree, path, {
    key: 'when',
    why: 'it says what stops the drill',
    now: `add "when:", for example ${quoted(EXAMPLES[subject])}`,
  })
}

const EXAMPLES = {
  journey: 'availability < 50% for 30s',
  signal: 'on for 5s',
  check: 'bad for 5s',
  prometheus: '> 0.5 for 10s',
} as const

function journeyProblems(tree: Tree, guard: Path, when: string): readonly Problem[] {
  const path = [...guard, 'when']
  const [, percent, duration] = GUARD_CONDITION.exec(when) ?? []
  if (percent === undefined || duration === undefined) {
    if (!isSomeCondition(when)) return []
    return [
      problemAtValue(tree, path, {
        code: 'CONTRADICTION',
        what: `the condition ${quoted(when)} does not fit a journey`,
        why: 'each thing that can be watched goes wrong in its own way',
        now: `write it like ${quoted(EXAMPLES.journey)}`,
      }),
    ]
  }
  if (Number(percent) > 0 && Number(percent) <= 100 && (parseDuration(duration) ?? 0) > 0) return []
  return [
    problemAtValue(tree, path, {
      code: 'OUT_OF_RANGE',
      what: `the condition ${quoted(when)} can never come true as it should`,
      why: 'availability lies between 0% and 100%, and has to stay there for some time',
      now: 'write more than 0%, at most 100%, and a duration longer than 0s',
    }),
  ]
}

/** What is no condition at all has its own message. */
function isSomeCondition(when: string): boolean {
  return [GUARD_CONDITION, ...Object.values(GUARD_CONDITIONS)].some(condition => condition.test(when))
}
