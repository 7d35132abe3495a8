import type { GoldenCase } from '../../../model/golden.ts'
import type { Problem } from '../../../model/problem.ts'
import { resolveScorer } from '../../../platform/resolve/resolve-golden.ts'
import type { WrittenScorer } from '../../../platform/schemas/scorer-schema.ts'
import { schemaProblems } from '../../../yaml/schema-problems.ts'
import type { Path, Resolved, Tree, Words } from '../../../yaml/tree.ts'
import { inOrder, problemAtValue } from '../../../yaml/tree.ts'
import { quoted } from '../../../yaml/words.ts'
import { caseFile, caseSchema, type WrittenCase } from './case-schema.ts'
import { readCsv } from './read-csv.ts'
import { readJsonl } from './read-jsonl.ts'
import { readYamlCases } from './read-yaml-cases.ts'

/** One case where it stands in its file, before anybody has looked whether it is right. */
export interface RawCase {
  readonly tree: Tree
  readonly path: Path
}

/** What a file of cases holds, as far as it can be read. */
export interface RawCases {
  readonly cases: readonly RawCase[]
  readonly problems: readonly Problem[]
}

/** Reads a file of golden cases: JSONL, CSV, YAML or a promptfoo test file. Every case, or every problem with its place. */
export function readCases(file: string, text: string): Resolved<readonly GoldenCase[]> {
  const raw = rawCases(file, text.replace(/^\uFEFF/, ''))
  const cases: GoldenCase[] = []
  const problems: Problem[] = [...raw.problems]
  const known = new Map<string, RawCase>()
  for (const [index, { tree, path }] of raw.cases.entries()) {
    const value = path.reduce<unknown>((inside, step) => (inside as Record<string | number, unknown>)[step], tree.value)
    const read = caseSchema.safeParse(value)
    if (!read.success) {
      problems.push(...schemaProblems(tree, caseFile, path))
      continue
    }
    const one = caseOf(read.data, index)
    if (known.has(one.id)) problems.push(problemAtValue(tree, [...path, 'id'], toldTwice(one.id)))
    known.set(one.id, { tree, path })
    cases.push(one)
  }
  if (cases.length === 0 && problems.length === 0) problems.push({ file, line: 1, column: 1, ...NO_CASES })
  return problems.length > 0
    ? { ok: false, problems: inOrder(problems).slice(0, MOST_PROBLEMS) }
    : { ok: true, value: cases }
}

// One slip is often made in every line; nobody reads more of it than this.
const MOST_PROBLEMS = 200

function rawCases(file: string, text: string): RawCases {
  if (/\.csv$/i.test(file)) return readCsv(file, text)
  return /\.(jsonl|ndjson)$/i.test(file) ? readJsonl(file, text) : readYamlCases(file, text)
}

/** A case with all that was left unsaid. */
function caseOf(written: WrittenCase, index: number): GoldenCase {
  const sources = [...listOf(written.sources), ...listOf(written.source)]
  return {
    id: String(written.id ?? `case-${index + 1}`),
    tenant: written.tenant,
    turns: typeof written.input === 'string' ? [written.input] : written.input,
    expected: written.expected,
    sources: [...new Set(sources)],
    tools: (written.tools ?? []).map(tool =>
      typeof tool === 'string' ? { name: tool, arguments: undefined } : { name: tool.name, arguments: tool.arguments },
    ),
    refuses: written.refuses,
    tags: listOf(written.tags),
    weight: written.weight ?? 1,
    scorers: scorersOf(written)?.map(resolveScorer),
    labelled: (written.labelled ?? []).map(({ answer, score }) => ({ answer, scoreRatio: score })),
  }
}

function scorersOf({ scorer, scorers }: WrittenCase): readonly WrittenScorer[] | undefined {
  if (scorers !== undefined) return scorers
  // Scorers that need telling more stand under "scorers"; the schema of a set says what they need.
  return scorer === undefined ? undefined : [{ kind: scorer } as WrittenScorer]
}

function listOf(written: string | readonly string[] | undefined): readonly string[] {
  return written === undefined ? [] : typeof written === 'string' ? [written] : written
}

function toldTwice(id: string): Words {
  return {
    code: 'DUPLICATE_NAME',
    what: `two cases are called ${quoted(id)}`,
    why: 'answers are compared case by case, by these names',
    now: 'give one of them another "id"',
  }
}

const NO_CASES: Words = {
  code: 'MISSING_KEY',
  what: 'the file holds no cases',
  why: 'quality is measured by them',
  now: 'write at least one, with "input" and "expected"',
}
