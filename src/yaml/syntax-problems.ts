import type { YAMLError } from 'yaml'
import type { Problem } from '../model/problem.ts'
import { NOT_BELONGING, PLACEHOLDER_IN_BRACES, syntaxWords, TOO_DEEP } from './syntax-words.ts'
import type { Place, Words } from './tree.ts'

// After this many the first ones are what matters.
const MOST_PROBLEMS = 20

/** What the YAML library complains of, in our words: one problem for each line, since one slip often upsets the rest of its line. */
export function syntaxProblems(
  file: string,
  text: string,
  errors: readonly YAMLError[],
  place: (offset: number) => Place,
): readonly Problem[] {
  // How deep the reader gets before it gives up depends on the machine, so no line is named.
  if (errors.some(error => error.code === 'RESOURCE_EXHAUSTION')) return [{ file, line: 1, column: 1, ...TOO_DEEP }]
  const lines = text.split(/\r?\n/)
  const problems: Problem[] = []
  let seen = 0
  for (const { error, offset } of inTextOrder(errors, text)) {
    const at = place(offset)
    if (at.line === seen) continue
    seen = at.line
    const { words, column } = explain(error, lines[at.line - 1] ?? '', at.column)
    // Once one thing is wrong, what "does not belong" after it mostly would without that.
    if (problems.length > 0 && words.what === NOT_BELONGING.what) continue
    problems.push({ file, line: at.line, column, ...words })
    if (isOpenQuote(error) || problems.length === MOST_PROBLEMS) break
  }
  return problems
}

function inTextOrder(errors: readonly YAMLError[], text: string) {
  return errors.map(error => ({ error, offset: startOf(error, text) })).sort((a, b) => a.offset - b.offset)
}

/** Where a reader should look. A quote that is never closed is noticed only at the end; it is the last one of its sort. */
function startOf(error: YAMLError, text: string): number {
  if (!isOpenQuote(error)) return error.pos[0]
  return Math.max(0, text.slice(0, error.pos[0]).lastIndexOf(error.message.includes('"') ? '"' : "'"))
}

/** An open quote swallows the rest of the file: nothing after it can be judged. */
function isOpenQuote({ code, message }: YAMLError): boolean {
  return code === 'MISSING_CHAR' && message.includes('closing')
}

function explain(error: YAMLError, line: string, column: number): { readonly words: Words; readonly column: number } {
  const inBraces = placeholderInBraces(line)
  if (inBraces !== undefined) return { words: PLACEHOLDER_IN_BRACES, column: inBraces }
  return { words: syntaxWords(error, line, column), column }
}

/** The column of `${` in `{ url: ${agent}/health }`: the commonest slip in these files, which YAML itself explains badly. */
function placeholderInBraces(line: string): number | undefined {
  let depth = 0
  let quote: string | undefined
  for (const [at, mark] of [...line].entries()) {
    if (quote !== undefined) quote = mark === quote ? undefined : quote
    else if (mark === '"' || mark === "'") quote = mark
    else if (depth > 0 && line.startsWith(`\${`, at)) return at + 1
    else if (mark === '{' || mark === '[') depth += 1
    else if (mark === '}' || mark === ']') depth -= 1
  }
  return undefined
}
