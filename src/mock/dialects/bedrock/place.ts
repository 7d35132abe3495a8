import { type JsonObject, objectIn } from '../../json.ts'
import { decodedPart, header, jsonBody } from '../../request.ts'
import { type Endpoint, type Failure, type Mint, type Reading, refuse } from '../../wire.ts'

/** Something a model does on Bedrock: `/model/{modelId}/converse`. */
export function actionAt(action: string, read: (body: JsonObject, model: string, mint: Mint) => Reading): Endpoint {
  const pattern = new RegExp(`^/model/(.+)/${action}$`)
  return {
    method: 'POST',
    template: `/model/{modelId}/${action}`,
    path: pattern,
    read: (request, mint) => {
      if (header(request, 'authorization') === undefined) {
        return refuse({
          status: 403,
          type: 'MissingAuthenticationTokenException',
          message: 'Missing Authentication Token',
        })
      }
      const json = jsonBody(request)
      const body = 'value' in json ? objectIn(json.value) : undefined
      if (body === undefined) {
        return refuse({ status: 400, type: 'SerializationException', message: 'Unexpected end of input or no object' })
      }
      return read(body, decodedPart(pattern.exec(request.path)?.[1] ?? ''), mint)
    },
  }
}

/** A 400 in the words of Bedrock. */
export function invalid(message: string): Failure {
  return { status: 400, type: 'ValidationException', message }
}
