import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { HttpRequest } from '../../src/model/http.ts'
import type { Ledger } from '../../src/model/ledger.ts'

/** What an archive keeps of one entry. `id` is its own name for it, `name` the writer's. */
export interface Kept {
  readonly id: string
  readonly name: string
  readonly text: string
  readonly sum: string
}

/** What an archive does with a write: as it should, or in one of the ways in which platforms fail. */
export type Manner = 'keep' | 'keep-without-saying' | 'say-without-keeping' | 'refuse' | 'twice' | 'hang'

/** A real server that keeps entries, page by page, and can be made to keep them badly. */
export interface Archive extends AsyncDisposable {
  readonly url: string
  /** All it has, in the order it came. Whatever a test does to this list has happened. */
  kept: Kept[]
  /** Names of all that was acknowledged, in order. */
  readonly acknowledged: readonly string[]
  /** How each write is treated from now on, by the number at the end of its name. */
  treat(manner: (entry: number) => Manner): void
  /** What reading says from now on: pages, or nothing but a status. */
  readAs(status: number): void
  readonly pagesRead: number
}

export async function openArchive({ pageSize = 7 } = {}): Promise<Archive> {
  let mannerOf: (entry: number) => Manner = () => 'keep'
  let [pagesRead, readStatus, nextId] = [0, 200, 1]
  const acknowledged: string[] = []

  const write = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const said = JSON.parse(await text(request)) as Omit<Kept, 'id'>
    const manner = mannerOf(numberIn(said.name))
    const entry = { ...said, id: `row-${nextId++}` }
    if (manner === 'keep' || manner === 'keep-without-saying') archive.kept.push(entry)
    if (manner === 'twice') archive.kept.push(entry, { ...entry, id: `row-${nextId++}` })
    if (manner === 'hang') return
    if (manner === 'keep-without-saying' || manner === 'refuse') return reply(response, 503, { error: 'busy' })
    acknowledged.push(said.name)
    reply(response, 201, { id: entry.id, ok: true })
  }
  const read = (url: URL, response: ServerResponse): void => {
    pagesRead++
    if (readStatus !== 200) {
      reply(response, readStatus, { error: 'not now' })
      return
    }
    const from = Number(url.searchParams.get('after') ?? 0)
    const entries = archive.kept.slice(from, from + pageSize)
    const next = from + pageSize < archive.kept.length ? String(from + pageSize) : null
    reply(response, 200, { entries, next })
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://archive')
    const name = decodeURIComponent(url.pathname.split('/')[2] ?? '')
    if (request.method === 'POST') return void write(request, response)
    if (request.method === 'GET') return read(url, response)
    archive.kept = archive.kept.filter(entry => entry.name !== name && entry.id !== name)
    reply(response, 204, undefined)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const archive: Archive = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kept: [],
    acknowledged,
    treat(manner) {
      mannerOf = manner
    },
    readAs(status) {
      readStatus = status
    },
    get pagesRead() {
      return pagesRead
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
  return archive
}

/** Which entry this is of those its writer wrote. */
export function numberIn(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? -1)
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

/** A ledger that is written to an archive and read back from it. */
export function ledgerOf(archive: Pick<Archive, 'url'>, change: Partial<Ledger> = {}): Ledger {
  return {
    id: 'runs',
    name: 'runs',
    tenant: undefined,
    component: undefined,
    write: { request: writing(archive), acked: { status: 201, json: [] }, idAt: undefined },
    remove: undefined,
    read: {
      request: { method: 'GET', url: `${archive.url}/entries`, headers: {}, body: undefined },
      status: 200,
      itemsAt: '$.entries',
      idAt: '$.name',
      textAt: '$.text',
      sumAt: '$.sum',
      paging: { kind: 'cursor', nextAt: '$.next', param: 'after' },
    },
    everyMs: 20,
    timeoutMs: 5000,
    maxInFlight: 100,
    settleMs: 0,
    readWithinMs: 5000,
    firstPageWithinMs: 5000,
    duplicatesAllowed: false,
    ifClaimed: false,
    ...change,
  }
}

function writing({ url }: Pick<Archive, 'url'>): HttpRequest {
  return {
    method: 'POST',
    url: `${url}/entries`,
    headers: { 'content-type': 'application/json' },
    body: `{"name":"\${entry.id}","text":"\${entry.text}","sum":"\${entry.sum}"}`,
  }
}
