import { type JsonObject, objectIn } from '../../json.ts'
import { decodedPart, jsonBody, type MockRequest } from '../../request.ts'
import { type Endpoint, type Failure, type Mint, type Reading, refuse } from '../../wire.ts'

/** Somewhere that Google serves its models, and what differs there. */
export interface Place {
  readonly template: string
  /** The path up to the models, as a pattern. */
  readonly path: string
  /** Why a request would not even be read. */
  readonly refused: (request: MockRequest) => Failure | undefined
}

/** A verb of a model: `models/{model}:verb`. */
export function verbAt(
  { template, path, refused }: Place,
  verb: string,
  read: (body: JsonObject, model: string, mint: Mint, request: MockRequest) => Reading,
): Endpoint {
  const pattern = new RegExp(`^${path}/models/([^/]+):${verb}$`)
  return {
    method: 'POST',
    template: `${template}/models/{model}:${verb}`,
    path: pattern,
    read: (request, mint) => {
      const failure = refused(request)
      if (failure !== undefined) return refuse(failure)
      const json = jsonBody(request)
      const body = 'value' in json ? objectIn(json.value) : undefined
      if (body === undefined) {
        return refuse(badRequest(`Invalid JSON payload received. ${'wrong' in json ? json.wrong : 'Not an object'}.`))
      }
      return read(body, decodedPart(pattern.exec(request.path)?.[1] ?? ''), mint, request)
    },
  }
}

/** A 400 in Google's words. */
export function badRequest(message: string): Failure {
  return { status: 400, message, type: 'INVALID_ARGUMENT' }
}
