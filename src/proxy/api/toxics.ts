import { decodeToxic, decodeToxicPatch } from './decode.ts'
import { toxicJson, toxicsJson } from './encode.ts'
import { type ApiReply, type ApiRequest, json, NO_CONTENT, type Route } from './route.ts'

/** Making, reading, changing and removing the toxics of a proxy. */
export const toxicRoutes: readonly Route[] = [
  { path: '/proxies/*/toxics', methods: { GET: listToxics, POST: createToxic } },
  {
    path: '/proxies/*/toxics/*',
    methods: { GET: showToxic, POST: updateToxic, PATCH: updateToxic, DELETE: removeToxic },
  },
]

function listToxics({ proxies, params: [proxy = ''] }: ApiRequest): ApiReply {
  return json(200, toxicsJson(proxies.get(proxy).toxics))
}

async function createToxic({ proxies, params: [proxy = ''], body }: ApiRequest): Promise<ApiReply> {
  proxies.get(proxy)
  const settings = decodeToxic(await body())
  return json(200, toxicJson(proxies.get(proxy).toxicList.add(settings)))
}

function showToxic({ proxies, params: [proxy = '', toxic = ''] }: ApiRequest): ApiReply {
  return json(200, toxicJson(proxies.get(proxy).toxicList.get(toxic)))
}

async function updateToxic({ proxies, params: [proxy = '', toxic = ''], body }: ApiRequest): Promise<ApiReply> {
  const { type } = proxies.get(proxy).toxicList.get(toxic)
  const patch = decodeToxicPatch(type, await body())
  return json(200, toxicJson(proxies.get(proxy).toxicList.update(toxic, patch)))
}

function removeToxic({ proxies, params: [proxy = '', toxic = ''] }: ApiRequest): ApiReply {
  proxies.get(proxy).toxicList.remove(toxic)
  return NO_CONTENT
}
