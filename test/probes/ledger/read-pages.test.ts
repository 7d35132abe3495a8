import { expect, test } from 'vitest'
import type { HttpOutcome, HttpRequest } from '../../../src/model/http.ts'
import type { LedgerRead } from '../../../src/model/ledger.ts'
import { readPages } from '../../../src/probes/ledger/read-pages.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'

const request: HttpRequest = { method: 'GET', url: 'http://127.0.0.1:1/list', headers: {}, body: undefined }
const read: LedgerRead = {
  request,
  status: 200,
  itemsAt: '$.items',
  idAt: '$.id',
  textAt: undefined,
  sumAt: undefined,
  paging: { kind: 'cursor', nextAt: '$.next', param: 'after' },
}

/** Reads a list in virtual time; each page is what is said of it at that moment. Says how it ended, and when. */
async function reading(page: (nowMs: number, url: string) => { readonly status: number; readonly body: string }) {
  const clock = fakeClock()
  const http = {
    async send({ url }: HttpRequest): Promise<HttpOutcome> {
      await clock.sleep(5)
      return { kind: 'reply', headers: {}, truncated: false, ...page(clock.nowMs(), url) } as HttpOutcome
    },
  }
  const startedMs = clock.nowMs()
  const limits = { untilMs: startedMs + 30_000, firstByMs: startedMs + 10_000, signal: new AbortController().signal }
  const result = await clock.drive(readPages({ clock, http }, read, request, limits, () => {}))
  return { result, tookMs: clock.nowMs() - startedMs }
}

const shown = (next?: string) => ({ status: 200, body: JSON.stringify({ items: [{ id: 'a' }], next }) })
const away = { status: 503, body: '' }

test('a platform that shows not one page is not waited for as long as one that shows some', async () => {
  const { result, tookMs } = await reading(() => away)
  expect(result).toMatchObject({ complete: false, pages: 0, detail: 'status 503 instead of 200' })
  expect(tookMs).toBeGreaterThan(9500)
  expect(tookMs).toBeLessThanOrEqual(10_000)
})

test('a platform that has shown a page has all the time for the others', async () => {
  const slow = await reading((nowMs, url) =>
    url.includes('after') && nowMs < 20_000 ? away : shown(url.includes('after') ? undefined : 'a'),
  )
  expect(slow.result).toMatchObject({ complete: true, pages: 2 })
  expect(slow.tookMs).toBeGreaterThan(10_000)
})
