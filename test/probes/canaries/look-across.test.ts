import { expect, test } from 'vitest'
import type { HttpOutcome } from '../../../src/model/http.ts'
import { canaryOf } from '../../../src/probes/canaries/canary-text.ts'
import { lookAcross } from '../../../src/probes/canaries/look-across.ts'

const tenants = ['acme', 'globex'].map(id => ({ id, key: `${id}-key` }))
const look = (id: string) => ({
  method: 'GET',
  url: 'http://127.0.0.1:1/notes',
  headers: { authorization: `Bearer ${id}-key` },
  body: undefined,
})
const place = {
  id: 'notes',
  idAt: undefined,
  everyMs: 1000,
  asks: Object.fromEntries(
    tenants.map(({ id }) => [
      id,
      {
        plant: { kind: 'request', request: look(id) },
        warm: [],
        look: look(id),
        read: undefined,
        remove: undefined,
      } as const,
    ]),
  ),
}
const answers = { ...place, id: 'answers' }
const hidden = (owner: string, where = 'notes') => canaryOf('d-1', owner, where)

/** What tenants are found to be shown by a platform that answers each key with this. */
function looked(
  answer: (asker: string) => { readonly status: number; readonly body: string } | undefined,
  canaries: readonly object[] = [place],
) {
  const http = {
    async send({ headers }: { readonly headers: Readonly<Record<string, string>> }): Promise<HttpOutcome> {
      const said = answer(headers.authorization?.replace(/^Bearer |-key$/g, '') ?? '')
      if (said === undefined)
        return { kind: 'failed', failure: 'refused', detail: 'connection refused', tookMs: 1 } as never
      return { kind: 'reply', headers: {}, tookMs: 1, ...said } as never
    },
  }
  return lookAcross({ http: http as never }, { canaries: canaries as never, tenants: tenants as never }, 'd-1')
}

test('finds nothing where each is shown its own', async () => {
  expect(await looked(asker => ({ status: 200, body: `my ${hidden(asker)}` }))).toEqual({ looks: 2, strangers: [] })
})

test('says once who is shown what another has hidden, and where', async () => {
  const all = `${hidden('acme')} ${hidden('globex')} ${hidden('globex')}`
  expect(await looked(asker => ({ status: 200, body: asker === 'acme' ? all : '' }))).toEqual({
    looks: 2,
    strangers: ['acme is shown what globex hid in notes'],
  })
})

test('does not count who was refused, or not answered', async () => {
  expect(await looked(asker => (asker === 'acme' ? undefined : { status: 401, body: hidden('acme') }))).toEqual({
    looks: 0,
    strangers: [],
  })
})

test('where it was hidden, and not where it was looked for; the first of the platform’s places first', async () => {
  const all = `${hidden('acme', 'answers')} ${hidden('acme')} ${hidden('globex', 'answers')}`
  expect(await looked(() => ({ status: 200, body: all }), [place, answers])).toEqual({
    looks: 4,
    strangers: [
      'globex is shown what acme hid in notes',
      'acme is shown what globex hid in answers',
      'globex is shown what acme hid in answers',
    ],
  })
})
