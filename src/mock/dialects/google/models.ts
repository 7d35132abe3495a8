import { jsonReply } from '../../reply.ts'
import { decodedPart } from '../../request.ts'
import type { Endpoint } from '../../wire.ts'
import { lookedUp } from '../looked-up.ts'
import type { Place } from './place.ts'

/** The models Google lists. Any other name is answered too. `listed` is what the list is called there. */
export function googleModels({ template, path, refused }: Place, listed: 'models' | 'publisherModels'): Endpoint {
  return {
    method: 'GET',
    template: `${template}/models`,
    path: new RegExp(`^${path}/models$`),
    read: request =>
      lookedUp(refused(request), undefined, () =>
        jsonReply(200, {}, { [listed]: KNOWN.map(id => model(prefixOf(listed), id)) }),
      ),
  }
}

/** One model by its name. */
export function googleModel({ template, path, refused }: Place, listed: 'models' | 'publisherModels'): Endpoint {
  const pattern = new RegExp(`^${path}/models/([^/:]+)$`)
  return {
    method: 'GET',
    template: `${template}/models/{model}`,
    path: pattern,
    read: request => {
      const id = decodedPart(pattern.exec(request.path)?.[1] ?? '')
      return lookedUp(refused(request), id, () => jsonReply(200, {}, model(prefixOf(listed), id)))
    },
  }
}

const KNOWN = ['gemini-3-pro', 'gemini-3-flash', 'gemini-3-flash-lite', 'gemini-embedding-001']

function prefixOf(listed: 'models' | 'publisherModels'): string {
  return listed === 'models' ? 'models' : 'publishers/google/models'
}

function model(prefix: string, id: string): object {
  return {
    name: `${prefix}/${id}`,
    version: '001',
    displayName: id,
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: ['generateContent', 'countTokens', 'embedContent'],
  }
}
