import type { Capture, Expectation, RunbookCommand } from './runbook.ts'

/** What is wrong with how a command ended; nothing if it did what the runbook says. */
export function disappointment(
  { exitCode, expect }: Pick<RunbookCommand, 'exitCode' | 'expect'>,
  ended: { readonly code: number | null; readonly output: string },
): string | undefined {
  if (ended.code !== exitCode) {
    const wanted = exitCode === 0 ? '' : `, not ${exitCode}`
    return ended.code === null ? 'it was ended' : `it ended with exit code ${ended.code}${wanted}`
  }
  const missing = expect.find(each => !isMet(each, ended.output))
  return (
    missing &&
    `its output does not show ${missing.kind === 'text' ? JSON.stringify(missing.text) : `/${missing.pattern}/${missing.flags}`}`
  )
}

function isMet(expectation: Expectation, output: string): boolean {
  if (expectation.kind === 'text') return output.includes(expectation.text)
  return new RegExp(expectation.pattern, expectation.flags).test(output)
}

/** What a command's output is captured as, or the names that are not in it. */
export function captured(
  captures: readonly Capture[],
  output: string,
): { readonly values: Readonly<Record<string, string>>; readonly missing: readonly string[] } {
  const found = captures.map(({ name, pattern }) => [name, valueIn(output, pattern)] as const)
  return {
    values: Object.fromEntries(found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined)),
    missing: found.filter(([, value]) => value === undefined).map(([name]) => name),
  }
}

function valueIn(output: string, pattern: string | undefined): string | undefined {
  if (pattern === undefined) return output.trim().split('\n').at(-1)?.trim() || undefined
  const match = new RegExp(pattern, 'm').exec(output)
  return match?.[1] ?? match?.[0]
}
