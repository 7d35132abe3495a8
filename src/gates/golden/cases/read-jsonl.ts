import { readYaml } from '../../../yaml/read-yaml.ts'
import type { Positions, Tree } from '../../../yaml/tree.ts'
import type { RawCase, RawCases } from './read-cases.ts'

/** One case in each line. Empty lines are passed over. */
export function readJsonl(file: string, text: string): RawCases {
  const cases: RawCase[] = []
  const problems: RawCases['problems'][number][] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    try {
      cases.push({ tree: lineTree(file, line, index, JSON.parse(line)), path: [] })
    } catch (error) {
      problems.push({
        file,
        line: index + 1,
        column: columnOf(error),
        code: 'YAML_SYNTAX',
        what: `this line is no JSON (${error instanceof Error ? error.message : String(error)})`,
        why: 'each line of the file is one case, written as a JSON object',
        now: 'mend the line, or take it out',
      })
    }
  }
  return { cases, problems }
}

/** Places are only looked for once something is wrong: that takes far longer than reading. */
function lineTree(file: string, line: string, index: number, value: unknown): Tree {
  let found: Positions | undefined
  const positions = (): Positions => {
    found ??= readYaml(file, line).tree?.at ?? NOWHERE
    return found
  }
  const below = ({ line, column }: { readonly line: number; readonly column: number }) => ({
    line: line + index,
    column,
  })
  return {
    file,
    value,
    at: {
      key: path => below(positions().key(path)),
      value: path => below(positions().value(path)),
      inside: (path, text) => below(positions().inside(path, text)),
    },
  }
}

const START = { line: 1, column: 1 }
const NOWHERE: Positions = { key: () => START, value: () => START, inside: () => START }

function columnOf(error: unknown): number {
  const [, position] = /position (\d+)/.exec(error instanceof Error ? error.message : '') ?? []
  return position === undefined ? 1 : Number(position) + 1
}
