import type { Platform } from '../../src/model/platform.ts'
import type { CanaryAsks, CanaryPlace } from '../../src/model/sharing.ts'

/** Keys of two tenants, by tenant. */
export const HIDERS = { acme: 'key-of-acme', globex: 'key-of-globex' } as const

/** Two tenants who hide a text in a prompt, in a list where it takes a name to remove it, and in a history that forgets nothing. */
export function hidingPlaces(): Pick<Platform, 'tenants' | 'canaries'> {
  return { tenants: Object.entries(HIDERS).map(([id, key]) => ({ id, key, quota: undefined })), canaries: CANARIES }
}

const request = (method: string, path: string, key: string, body?: string) => ({
  ...{ method, url: `http://127.0.0.1:20201${path}`, headers: { authorization: `Bearer ${key}` }, body },
})
const place = (id: string, asks: (key: string) => Omit<CanaryAsks, 'warm' | 'read'>, idAt?: string): CanaryPlace => ({
  ...{ id, idAt, everyMs: 500 },
  asks: Object.fromEntries(
    Object.entries(HIDERS).map(([tenant, key]) => [tenant, { warm: [], read: undefined, ...asks(key) }]),
  ),
})
const put = (path: string, key: string) =>
  ({ kind: 'request', request: request('POST', path, key, 'The word is {canary}.') }) as const
const look = (path: string, key: string) => request('GET', path, key)

const CANARIES: readonly CanaryPlace[] = [
  place('prompts', key => ({
    ...{ plant: put('/prompt', key), look: look('/prompt', key) },
    remove: { kind: 'request', request: request('DELETE', '/prompt', key) },
  })),
  place(
    'notes',
    key => ({
      ...{ plant: put('/notes', key), look: look('/notes', key) },
      remove: { kind: 'request', request: request('DELETE', '/notes/{id}', key) },
    }),
    '$.id',
  ),
  place('history', key => ({ plant: put('/runs', key), look: look('/runs', key), remove: undefined })),
]
