import type { Problem } from '../model/problem.ts'
import { formatProblemWithSource } from '../yaml/format-problem.ts'

/** Thrown when files that people wrote hold mistakes: all of them at once. */
export class InvalidFiles extends Error {
  readonly problems: readonly Problem[]
  readonly sources: ReadonlyMap<string, string>

  constructor(problems: readonly Problem[], sources: ReadonlyMap<string, string>) {
    super(countWords(problems.length))
    this.name = 'InvalidFiles'
    this.problems = problems
    this.sources = sources
  }
}

/** Every problem with its line of the file, and how many there are. */
export function problemsInWords({ problems, sources }: Pick<InvalidFiles, 'problems' | 'sources'>): string {
  const shown = problems.map(problem => formatProblemWithSource(problem, sources.get(problem.file) ?? ''))
  return `${shown.join('\n\n')}\n\n${countWords(problems.length)}. Nothing was touched.\n`
}

function countWords(count: number): string {
  return count === 1 ? '1 problem' : `${count} problems`
}
