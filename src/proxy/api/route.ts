import type { Proxies } from '../engine/proxies.ts'

/** What an endpoint is given. */
export interface ApiRequest {
  readonly proxies: Proxies
  /** The variable parts of the path, decoded. */
  readonly params: readonly string[]
  readonly query: URLSearchParams
  /** The first JSON value of the body. */
  readonly body: () => Promise<unknown>
}

/** What an endpoint answers. */
export interface ApiReply {
  readonly status: number
  readonly type?: string
  readonly body: string
}

export type Endpoint = (request: ApiRequest) => ApiReply | Promise<ApiReply>

/** One path of the API, `*` standing for any one segment, and what it does for each method. */
export interface Route {
  readonly path: string
  readonly methods: Readonly<Record<string, Endpoint>>
}

/** An answer in JSON. */
export function json(status: number, value: unknown): ApiReply {
  return { status, body: JSON.stringify(value) }
}

/** Done, nothing to say. */
export const NO_CONTENT: ApiReply = { status: 204, body: '' }
