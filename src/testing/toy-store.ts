import type { HttpOutcome, HttpRequest } from '../model/http.ts'
import type { Ledger } from '../model/ledger.ts'
import type { Platform } from '../model/platform.ts'
import { stepsOf } from '../probes/json-path.ts'
import { bodyFor, put, reply } from './toy-answers.ts'

/** What a toy platform keeps of its ledgers. */
export interface ToyStore {
  /** Answers a request of a ledger, or says that it cannot just now; undefined if it is none. */
  answer(request: HttpRequest, isUp: boolean): HttpOutcome | undefined
  /** Loses everything that was kept in the last so many milliseconds. */
  forget(lastMs: number): void
}

interface Kept {
  readonly ledger: string
  readonly values: Readonly<Record<string, string>>
  readonly atMs: number
}

export function toyStore({ ledgers }: Pick<Platform, 'ledgers'>, nowMs: () => number): ToyStore {
  let kept: readonly Kept[] = []

  const write = (ledger: Ledger, values: Readonly<Record<string, string>>): HttpOutcome => {
    kept = [...kept, { ledger: ledger.id, values, atMs: nowMs() }]
    const { idAt, acked } = ledger.write
    const said = bodyFor(acked.json)
    return reply(acked.status, idAt === undefined ? said : put(said, stepsOf(idAt), values['entry.id']))
  }
  const remove = (
    ledger: Ledger,
    acked: Ledger['write']['acked'],
    values: Readonly<Record<string, string>>,
  ): HttpOutcome => {
    const name = values['entry.id'] ?? values['entry.known']
    kept = kept.filter(entry => entry.ledger !== ledger.id || entry.values['entry.id'] !== name)
    return reply(acked.status, bodyFor(acked.json))
  }
  const read = (ledger: Ledger, request: HttpRequest): HttpOutcome => {
    const items = isLaterPage(ledger, request)
      ? []
      : kept.filter(entry => entry.ledger === ledger.id).map(({ values }) => itemOf(ledger, values))
    return reply(ledger.read.status, put({}, stepsOf(ledger.read.itemsAt), items))
  }
  return {
    answer(request, isUp) {
      for (const ledger of ledgers) {
        const written = valuesIn(ledger.write.request, request)
        if (written !== undefined) return isUp ? write(ledger, written) : reply(503, {})
        const removal = ledger.remove && valuesIn(ledger.remove.request, request)
        if (removal !== undefined && ledger.remove !== undefined) {
          return isUp ? remove(ledger, ledger.remove.acked, removal) : reply(503, {})
        }
        if (isRead(ledger, request)) return isUp ? read(ledger, request) : reply(503, {})
      }
      return undefined
    },
    forget(lastMs) {
      const fromMs = nowMs() - lastMs
      kept = kept.filter(entry => entry.atMs < fromMs)
    },
  }
}

function itemOf({ read }: Ledger, values: Readonly<Record<string, string>>): unknown {
  const { 'entry.id': id, 'entry.text': text, 'entry.sum': sum } = values
  // Where a platform is sent the text alone, the text is all that it knows an entry by.
  const named = put({}, stepsOf(read.idAt), id ?? text)
  const told = read.textAt === undefined ? named : put(named, stepsOf(read.textAt), text)
  return read.sumAt === undefined ? told : put(told, stepsOf(read.sumAt), sum)
}

/** Everything is on the first page. */
function isLaterPage({ read: { paging } }: Ledger, { url }: HttpRequest): boolean {
  return paging.kind !== 'whole' && new URL(url).searchParams.has(paging.param)
}

function isRead({ read }: Ledger, request: HttpRequest): boolean {
  const [asked, written] = [request.url.split('?')[0], read.request.url.split('?')[0]]
  if (request.method !== read.request.method || asked !== written) return false
  return request.headers.authorization === read.request.headers.authorization
}

/** What a request has in the places of another's placeholders; undefined if it is another request altogether. */
function valuesIn(template: HttpRequest, request: HttpRequest): Readonly<Record<string, string>> | undefined {
  if (template.method !== request.method) return undefined
  const headers = Object.entries(template.headers).map(([name, value]) => match(value, request.headers[name] ?? ''))
  const parts = [match(template.url, request.url), match(template.body ?? '', request.body ?? ''), ...headers]
  const found = parts.filter(part => part !== undefined)
  return found.length < parts.length ? undefined : Object.assign({}, ...found)
}

function match(template: string, text: string): Readonly<Record<string, string>> | undefined {
  const names: string[] = []
  const pattern = template.split(/(\$\{[\w.-]+\})/).map(piece => {
    const [, name] = /^\$\{([\w.-]+)\}$/.exec(piece) ?? []
    if (name === undefined) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    names.push(name)
    return '(.*?)'
  })
  const found = new RegExp(`^${pattern.join('')}$`, 's').exec(text)
  return found === null
    ? undefined
    : Object.fromEntries(names.map((name, index) => [name, decode(found[index + 1] ?? '')]))
}

function decode(text: string): string {
  return text.includes('%') ? decodeURIComponent(text) : text
}
