import { ApiError } from '../api-error.ts'
import { decodePopulate, decodeProxy, decodeProxyPatch } from './decode.ts'
import { proxyJson } from './encode.ts'
import { type ApiReply, type ApiRequest, json, NO_CONTENT, type Route } from './route.ts'

/** Making, reading, changing and removing proxies. */
export const proxyRoutes: readonly Route[] = [
  { path: '/proxies', methods: { GET: listProxies, POST: createProxy } },
  { path: '/populate', methods: { POST: populate } },
  { path: '/proxies/*', methods: { GET: showProxy, POST: updateProxy, PATCH: updateProxy, DELETE: removeProxy } },
  { path: '/reset', methods: { POST: reset } },
]

function listProxies({ proxies }: ApiRequest): ApiReply {
  // Written by hand because names are the client's: `__proto__` and `1` must come out like any other.
  const entries = proxies.all().map(proxy => `${JSON.stringify(proxy.name)}:${JSON.stringify(proxyJson(proxy))}`)
  return { status: 200, body: `{${entries.join(',')}}` }
}

async function createProxy({ proxies, body }: ApiRequest): Promise<ApiReply> {
  return json(201, proxyJson(await proxies.create(decodeProxy(await body()))))
}

async function populate({ proxies, body }: ApiRequest): Promise<ApiReply> {
  const { done, error } = await proxies.populate(decodePopulate(await body()))
  const made = done.map(proxyJson)
  if (error === undefined) return json(201, { proxies: made })
  if (!(error instanceof ApiError)) throw error
  return json(error.status, { error: error.message, status: error.status, proxies: made })
}

function showProxy({ proxies, params: [name = ''] }: ApiRequest): ApiReply {
  return json(200, proxyJson(proxies.get(name)))
}

async function updateProxy({ proxies, params: [name = ''], body }: ApiRequest): Promise<ApiReply> {
  proxies.get(name)
  return json(200, proxyJson(await proxies.update(name, decodeProxyPatch(await body()))))
}

async function removeProxy({ proxies, params: [name = ''] }: ApiRequest): Promise<ApiReply> {
  await proxies.remove(name)
  return NO_CONTENT
}

async function reset({ proxies }: ApiRequest): Promise<ApiReply> {
  await proxies.reset()
  return NO_CONTENT
}
