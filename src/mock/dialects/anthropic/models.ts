import { jsonReply } from '../../reply.ts'
import { decodedPart, type MockRequest } from '../../request.ts'
import type { Endpoint, Failure, Mint } from '../../wire.ts'
import { lookedUp } from '../looked-up.ts'
import { anthropicCaller } from './read.ts'

/** The models Anthropic lists. Any other name is answered too. */
export const anthropicModels: Endpoint = {
  method: 'GET',
  template: '/v1/models',
  path: /^\/v1\/models$/,
  read: (request, mint) =>
    lookedUp(refusal(request), undefined, () => {
      const page = { data: KNOWN.map(model), has_more: false, first_id: KNOWN[0], last_id: KNOWN.at(-1) }
      return jsonReply(200, headers(mint), page)
    }),
}

/** One model by its name. */
export const anthropicModel: Endpoint = {
  method: 'GET',
  template: '/v1/models/{model}',
  path: /^\/v1\/models\/(.+)$/,
  read: (request, mint) => {
    const id = decodedPart(request.path.slice('/v1/models/'.length))
    return lookedUp(refusal(request), id, () => jsonReply(200, headers(mint), model(id)))
  },
}

const KNOWN = ['claude-opus-4-6', 'claude-sonnet-4-6', 'claude-haiku-4-6']

function refusal(request: MockRequest): Failure | undefined {
  const caller = anthropicCaller(request)
  return 'failure' in caller ? caller.failure : undefined
}

function model(id: string): object {
  return { type: 'model', id, display_name: id, created_at: '2026-02-01T00:00:00Z', lifecycle: 'active' }
}

function headers(mint: Mint): Readonly<Record<string, string>> {
  return { 'request-id': mint.id('req_') }
}
