import { jsonReply } from '../reply.ts'
import { decodedPart } from '../request.ts'
import type { Endpoint, Mint } from '../wire.ts'
import { lookedUp } from './looked-up.ts'
import { keyMissing } from './openai-read.ts'

/** The models OpenAI lists. Any other name is answered too. */
export const openaiModels: Endpoint = {
  method: 'GET',
  template: '/v1/models',
  path: /^\/v1\/models$/,
  read: (request, mint) =>
    lookedUp(keyMissing(request), undefined, () =>
      jsonReply(200, headers(mint), { object: 'list', data: KNOWN.map(model) }),
    ),
}

/** One model by its name. */
export const openaiModel: Endpoint = {
  method: 'GET',
  template: '/v1/models/{model}',
  path: /^\/v1\/models\/(.+)$/,
  read: (request, mint) => {
    const id = decodedPart(request.path.slice('/v1/models/'.length))
    return lookedUp(keyMissing(request), id, () => jsonReply(200, headers(mint), model(id)))
  },
}

const KNOWN = ['gpt-5.2', 'gpt-5.2-mini', 'gpt-5.2-nano', 'gpt-4o', 'gpt-4o-mini']

function model(id: string): object {
  return { id, object: 'model', created: 1_767_225_600, owned_by: 'system' }
}

function headers(mint: Mint): Readonly<Record<string, string>> {
  return { 'openai-version': '2020-10-01', 'x-request-id': mint.id('req_') }
}
