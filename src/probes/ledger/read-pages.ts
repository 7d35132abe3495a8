import type { HttpRequest } from '../../model/http.ts'
import type { LedgerRead } from '../../model/ledger.ts'
import type { World } from '../../model/world.ts'
import { parsed } from '../answer.ts'
import { withParam } from '../fill-request.ts'
import { valueAt } from '../json-path.ts'

/** What came of reading a list from its first page to its last. */
export type PagesRead =
  | { readonly complete: true; readonly pages: number; readonly items: number }
  | { readonly complete: false; readonly pages: number; readonly items: number; readonly detail: string }

export interface Reading {
  /** By then everything has to be read, on the world's own clock. */
  readonly untilMs: number
  /** By then the first page has to be there: who has none to show by then is not back, and more patience tells no more. */
  readonly firstByMs?: number
  readonly signal: AbortSignal
}

/** Reads every page, and hands over every item. A page that cannot be had is asked for again while there is time. */
export async function readPages(
  world: Pick<World, 'clock' | 'http'>,
  read: LedgerRead,
  first: HttpRequest,
  { untilMs, firstByMs = untilMs, signal }: Reading,
  see: (item: unknown) => void,
): Promise<PagesRead> {
  const met = new Set<string>()
  let request: HttpRequest | undefined = first
  let pages = 0
  let items = 0
  while (request !== undefined) {
    const byMs = pages === 0 ? Math.min(firstByMs, untilMs) : untilMs
    const page = await askForPage(world, read, request, { untilMs: byMs, signal })
    if ('detail' in page) return { complete: false, pages, items, detail: page.detail }
    pages++
    items += page.items.length
    for (const item of page.items) see(item)
    request = nextPage(read, first, page, items)
    // A list that leads back to where it has been has no end, and may have left something out.
    if (request !== undefined && met.has(request.url)) {
      return { complete: false, pages, items, detail: `page ${pages} leads back to one that was read before` }
    }
    if (request !== undefined) met.add(request.url)
  }
  return { complete: true, pages, items }
}

interface Page {
  readonly items: readonly unknown[]
  readonly body: unknown
}

// Long enough not to trouble a platform that has only just come back.
const AGAIN_MS = 100
const PAGE_TIMEOUT_MS = 10_000

async function askForPage(
  world: Pick<World, 'clock' | 'http'>,
  read: LedgerRead,
  request: HttpRequest,
  { untilMs, signal }: Reading,
): Promise<Page | { readonly detail: string }> {
  for (;;) {
    const leftMs = untilMs - world.clock.nowMs()
    const page =
      leftMs <= 0 ? { detail: 'there was no time left' } : await pageOnce(world, read, request, leftMs, signal)
    if (!('detail' in page) || world.clock.nowMs() + AGAIN_MS >= untilMs) return page
    await world.clock.sleep(AGAIN_MS, signal)
  }
}

async function pageOnce(
  world: Pick<World, 'http'>,
  read: LedgerRead,
  request: HttpRequest,
  leftMs: number,
  signal: AbortSignal,
): Promise<Page | { readonly detail: string }> {
  const outcome = await world.http.send(request, { timeoutMs: Math.min(leftMs, PAGE_TIMEOUT_MS), signal })
  if (outcome.kind === 'failed') return { detail: `${outcome.reason}: ${outcome.detail}` }
  if (outcome.status !== read.status) return { detail: `status ${outcome.status} instead of ${read.status}` }
  const body = parsed(outcome.body)
  const items = valueAt(body, read.itemsAt)
  return Array.isArray(items) ? { items, body } : { detail: `there is no list at ${read.itemsAt}` }
}

function nextPage(read: LedgerRead, first: HttpRequest, page: Page, soFar: number): HttpRequest | undefined {
  const { paging } = read
  switch (paging.kind) {
    case 'whole':
      return undefined
    case 'offset':
      return page.items.length === 0 ? undefined : { ...first, url: withParam(first.url, paging.param, String(soFar)) }
    case 'cursor': {
      const next = valueAt(page.body, paging.nextAt)
      if (next === undefined || next === null || next === '' || next === false) return undefined
      return { ...first, url: withParam(first.url, paging.param, String(next)) }
    }
    default:
      return paging satisfies never
  }
}
