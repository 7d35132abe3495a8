import { ApiError } from '../api-error.ts'
import { type ApiReply, type ApiRequest, json, type Route } from './route.ts'

/** What the original cannot tell: who met which toxic, and how much has crossed, while it happens. */
export const observeRoutes: readonly Route[] = [
  { path: '/events', methods: { GET: showEvents } },
  { path: '/proxies/*/traffic', methods: { GET: showTraffic } },
]

function showEvents({ proxies, query }: ApiRequest): ApiReply {
  const since = query.get('since') ?? '0'
  if (!/^\d{1,15}$/.test(since)) throw new ApiError(400, `since must be the number of an event, not "${since}"`)
  return json(200, proxies.events.read({ since: Number(since), proxy: query.get('proxy') ?? undefined }))
}

function showTraffic({ proxies, params: [name = ''] }: ApiRequest): ApiReply {
  return json(200, proxies.get(name).tally.traffic())
}
