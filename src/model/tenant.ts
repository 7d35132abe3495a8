import type { HttpRequest } from './http.ts'
import type { Journey } from './journey.ts'
import { requestsOf } from './question.ts'
import type { Tenant } from './sharing.ts'

/** As which tenant a journey is asked: as its file says, else by the key it carries. */
export function askerOf(journey: Journey, tenants: readonly Tenant[]): string | undefined {
  return journey.tenant ?? requestsOf(journey).map(request => tenantOf(request, tenants)?.id)[0]
}

/** Whose key a request carries. */
export function tenantOf(request: HttpRequest, tenants: readonly Tenant[]): Tenant | undefined {
  const said = [request.url, request.body ?? '', ...Object.values(request.headers)]
  // The longest first: one key may be the beginning of another.
  const byLength = tenants.toSorted((a, b) => b.key.length - a.key.length)
  return byLength.find(({ key }) => said.some(text => text.includes(key)))
}

/** The same request with another key in the place of the one it carries. */
export function askedWith(request: HttpRequest, tenants: readonly Tenant[], key: string): HttpRequest {
  const owner = tenantOf(request, tenants)
  if (owner === undefined || owner.key === key) return request
  const swap = (text: string): string => text.replaceAll(owner.key, key)
  return {
    method: request.method,
    url: swap(request.url),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, swap(value)])),
    body: request.body === undefined ? undefined : swap(request.body),
  }
}
