import { readYaml } from '../../../yaml/read-yaml.ts'
import { isMapping, itemsAt, type Path, type Tree } from '../../../yaml/tree.ts'
import { whatIs } from '../../../yaml/words.ts'
import { isPromptfoo, promptfooTest } from './promptfoo.ts'
import type { RawCase, RawCases } from './read-cases.ts'

/** A list of cases, or a list under "cases"; or tests as promptfoo writes them, in a list or under "tests". */
export function readYamlCases(file: string, text: string): RawCases {
  const { tree, problems } = readYaml(file, text)
  if (tree === undefined || problems.length > 0) return { cases: [], problems }
  const home: Path | undefined = Array.isArray(tree.value)
    ? []
    : (['cases', 'tests'] as const).filter(key => itemsAt(tree, [key]).length > 0).map(key => [key])[0]
  if (home === undefined) return { cases: [], problems: [noList(tree)] }
  const read = itemsAt(tree, home).map((item, index): RawCases => {
    const path = [...home, index]
    if (isPromptfoo(item)) return promptfooTest(tree, path)
    return { cases: [{ tree, path } satisfies RawCase], problems: [] }
  })
  return { cases: read.flatMap(({ cases }) => cases), problems: read.flatMap(each => each.problems) }
}

function noList(tree: Tree) {
  return {
    file: tree.file,
    line: 1,
    column: 1,
    code: 'WRONG_TYPE' as const,
    what: `the file is ${isMapping(tree.value) ? 'a mapping without "cases" or "tests"' : whatIs(tree.value)}`,
    why: 'it has to list cases',
    now: 'write a list of cases, each with "input" and "expected"',
  }
}
