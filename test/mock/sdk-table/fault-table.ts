import type { MockEffect } from '../../../src/mock/fault.ts'
import { ANSWER, always, startMock } from '../support.ts'
import { type Row, STREAMED_ROWS, UNARY_ROWS } from './rows.ts'
import { STREAMED, type Subject, UNARY } from './subjects.ts'

/** What every SDK does about every fault, found out by trying, as a page. */
export async function faultTable(): Promise<string> {
  const unary = cellsOf(UNARY, UNARY_ROWS)
  const streamed = cellsOf(STREAMED, STREAMED_ROWS)
  // Whoever counts the time comes last, when everything is loaded and the others are done: a timeout is meant for the mock alone.
  const [timed, untimed] = parted([...unary, ...streamed], ({ row }) => row.timeoutMs !== undefined)
  for (const cells of [untimed, timed])
    await inTurns(
      cells.map(each => each.fill),
      AT_ONCE,
    )
  return `# What each SDK does about each fault

Written by \`test/mock/sdk-table.test.ts\`, which asks a mock under each fault with the official SDKs as they come, and fails
when this page is no longer true. \`3 × RateLimitError 429\` is: asked three times, then threw a RateLimitError with status 429.
**silent** means that the program behind the SDK is told of nothing: the call returns as if all were well. \`-\`: this provider
cannot fail so. A stream's text before its error is not shown. Azure and both kinds of Vertex do as their families do: the SDK is the same.

## Asked for a whole answer

${page(UNARY, UNARY_ROWS, unary)}

## Asked for a stream

${page(STREAMED, STREAMED_ROWS, streamed)}
`
}

interface Cell {
  readonly row: Row
  readonly fill: () => Promise<void>
  readonly text: () => string
}

function cellsOf(subjects: readonly Subject[], rows: readonly Row[]): readonly Cell[] {
  return rows.flatMap(row =>
    subjects.map(subject => {
      let text = ''
      const fill = async (): Promise<void> => {
        text = await cell(subject, row)
      }
      return { row, fill, text: () => text }
    }),
  )
}

function parted<T>(all: readonly T[], isFirst: (each: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter(each => !isFirst(each))]
}

function page(subjects: readonly Subject[], rows: readonly Row[], cells: readonly Cell[]): string {
  const head = ['fault', ...subjects.map(subject => subject.name)]
  const texts = cells.map(each => each.text())
  const lines = rows.map((row, i) => [row.fault, ...texts.slice(i * subjects.length, (i + 1) * subjects.length)])
  return [head, head.map(() => '---'), ...lines].map(line => `| ${line.join(' | ')} |`).join('\n')
}

// Most of the time goes by in waiting: for an SDK that tries again, or that never gives up.
const AT_ONCE = 40

async function inTurns(tasks: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let task = tasks[next++]; task !== undefined; task = tasks[next++]) await task()
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

async function cell(subject: Subject, { effect, timeoutMs, tool = false, eitherOverH2 }: Row): Promise<string> {
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
  return subject.name.includes('(h2)') && eitherOverH2?.are.includes(words) ? eitherOverH2.written : words
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
