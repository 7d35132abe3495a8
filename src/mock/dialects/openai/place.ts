import { type JsonObject, textIn } from '../../json.ts'
import { decodedPart, type MockRequest } from '../../request.ts'
import { type Endpoint, type Failure, type Mint, type Reading, refuse } from '../../wire.ts'
import { invalid, openaiBody } from './read.ts'

/** Somewhere that OpenAI's API is served, and what differs there. */
export interface Place {
  /** What all its paths begin with; `{deployment}` stands for the model. */
  readonly prefix: string
  /** Why a request would not even be read. */
  readonly refused: (request: MockRequest) => Failure | undefined
  /** Azure says of every question and answer what its filter thought of it. */
  readonly filtered: boolean
}

/** An endpoint that takes a JSON object naming a model, or has the model in its path. */
export function endpointAt(
  place: Place,
  rest: string,
  read: (body: JsonObject, model: string, mint: Mint) => Reading,
): Endpoint {
  const template = `${place.prefix}${rest}`
  const path = pathOf(template)
  return {
    method: 'POST',
    template,
    path,
    read: (request, mint) => {
      const refused = place.refused(request)
      if (refused !== undefined) return refuse(refused)
      const body = openaiBody(request)
      if ('failure' in body) return refuse(body.failure)
      const model = path.exec(request.path)?.[1] ?? textIn(body.body.model) ?? ''
      if (model === '') return refuse(invalid('you must provide a model parameter'))
      return read(body.body, decodedPart(model), mint)
    },
  }
}

/** The paths a template stands for, its `{name}` caught. */
export function pathOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '([^/]+)')}$`)
}
