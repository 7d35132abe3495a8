import { jsonReply } from '../../reply.ts'
import { decodedPart } from '../../request.ts'
import type { Endpoint, Mint } from '../../wire.ts'
import { lookedUp } from '../looked-up.ts'
import { type Place, pathOf } from './place.ts'

/** The models that are listed. Any other name is answered too. */
export function modelsAt({ prefix, refused }: Place): Endpoint {
  const template = `${prefix}/models`
  return {
    method: 'GET',
    template,
    path: pathOf(template),
    read: (request, mint) =>
      lookedUp(refused(request), undefined, () =>
        jsonReply(200, headers(mint), { object: 'list', data: KNOWN.map(model) }),
      ),
  }
}

/** One model by its name. */
export function modelAt({ prefix, refused }: Place): Endpoint {
  return {
    method: 'GET',
    template: `${prefix}/models/{model}`,
    path: new RegExp(`^${prefix}/models/.`),
    read: (request, mint) => {
      const id = decodedPart(request.path.slice(`${prefix}/models/`.length))
      return lookedUp(refused(request), id, () => jsonReply(200, headers(mint), model(id)))
    },
  }
}

const KNOWN = [
  'gpt-5.2',
  'gpt-5.2-mini',
  'gpt-5.2-nano',
  'gpt-4o',
  'gpt-4o-mini',
  'text-embedding-3-small',
  'text-embedding-3-large',
]

function model(id: string): object {
  return { id, object: 'model', created: 1_767_225_600, owned_by: 'system' }
}

function headers(mint: Mint): Readonly<Record<string, string>> {
  return { 'openai-version': '2020-10-01', 'x-request-id': mint.id('req_') }
}
