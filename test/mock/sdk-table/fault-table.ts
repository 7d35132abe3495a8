import type { MockEffect } from '../../../src/mock/fault.ts'
import { ANSWER, always, startMock } from '../support.ts'
import { type Row, STREAMED_ROWS, UNARY_ROWS } from './rows.ts'
import { STREAMED, type Subject, UNARY } from './subjects.ts'

/** What every SDK does about every fault, found out by trying, as a page. */
export async function faultTable(): Promise<string> {
  const [unary, streamed] = await Promise.all([table(UNARY, UNARY_ROWS), table(STREAMED, STREAMED_ROWS)])
  return `# What each SDK does about each fault

Written by \`test/mock/sdk-table.test.ts\`, which asks a mock under each fault with the official SDKs as they come, and fails
when this page is no longer true. \`3 × RateLimitError 429\` is: asked three times, then threw a RateLimitError with status 429.
**silent** means that the program behind the SDK is told of nothing: the call returns as if all were well. \`-\`: this provider
cannot fail so. A stream's text before its error is not shown. Azure and both kinds of Vertex do as their families do: the SDK is the same.

## Asked for a whole answer

${unary}

## Asked for a stream

${streamed}
`
}

async function table(subjects: readonly Subject[], rows: readonly Row[]): Promise<string> {
  const cells = await inTurns(
    rows.flatMap(row => subjects.map(subject => () => cell(subject, row))),
    AT_ONCE,
  )
  const head = ['fault', ...subjects.map(subject => subject.name)]
  const lines = rows.map((row, i) => [row.fault, ...cells.slice(i * subjects.length, (i + 1) * subjects.length)])
  return [head, head.map(() => '---'), ...lines].map(line => `| ${line.join(' | ')} |`).join('\n')
}

// Most of the time goes by in waiting: for an SDK that tries again, or that never gives up.
const AT_ONCE = 40

async function inTurns<T>(tasks: readonly (() => Promise<T>)[], atOnce: number): Promise<readonly T[]> {
  const results: T[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let i = next++; i < tasks.length; i = next++) {
      const result = await tasks[i]?.()
      if (result !== undefined) results[i] = result
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

async function cell(subject: Subject, { effect, timeoutMs, tool = false, eitherOverH2 = [] }: Row): Promise<string> {
  await using mock = await startMock()
  for (const [i, each] of effectsOf(effect).entries()) await mock.control.put(`fault-${i}`, always(each))
  const asked = subject.ask({ url: mock.url, timeoutMs, tool }).then(
    text => ({ text }),
    (thrown: unknown) => ({ thrown }),
  )
  const seen = await Promise.race([asked, patience()])
  const requests = await mock.control.requests()
  const met = requests.filter(request => request.fault !== null).length
  if (met === 0) return '-'
  const words = `${requests.length} × ${outcome(seen, tool)}`
  return subject.name.includes('(h2)') && eitherOverH2.includes(words) ? eitherOverH2.join(' or ') : words
}

function effectsOf(effect: Row['effect']): readonly MockEffect[] {
  return 'kind' in effect ? [effect] : effect
}

function patience(): Promise<'waiting'> {
  return new Promise(resolve => setTimeout(resolve, PATIENCE_MS, 'waiting').unref())
}

// Longer than three tries of the longest timeout here, with what an SDK waits between them.
const PATIENCE_MS = 10_000

type Seen = 'waiting' | { readonly text: string | undefined } | { readonly thrown: unknown }

function outcome(seen: Seen, tool: boolean): string {
  if (seen === 'waiting') return 'still waiting after 10 s'
  if ('thrown' in seen) return thrownWords(seen.thrown)
  if (seen.text === ANSWER) return '**silent**, all of the answer'
  if (seen.text === undefined || seen.text === '') return '**silent**, no answer'
  return tool
    ? `**silent**, \`${seen.text}\``
    : `**silent**, ${ANSWER.startsWith(seen.text) ? 'a part' : 'another text'}`
}

function thrownWords(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const { status, code, $metadata } = thrown as {
    status?: unknown
    code?: unknown
    $metadata?: { httpStatusCode?: unknown }
  }
  const own = ['Error', 'DOMException'].includes(thrown.constructor.name) ? thrown.name : thrown.constructor.name
  const number = status ?? $metadata?.httpStatusCode
  const cause = thrown.cause instanceof Error && 'code' in thrown.cause ? thrown.cause.code : undefined
  const word = number === undefined ? [code, cause].find(each => typeof each === 'string') : undefined
  return [own, number, word].filter(part => part !== undefined && part !== null).join(' ')
}
