import type { Embedding } from '../../answer/embed.ts'
import { tokensIn } from '../../answer/embed.ts'
import { numberIn, objectIn, objectsIn, textIn } from '../../json.ts'
import { jsonReply, type Reply } from '../../reply.ts'
import { type Endpoint, type Reading, refuse } from '../../wire.ts'
import { partsText } from './conversation.ts'
import { badRequest, type Place, verbAt } from './place.ts'

/** One embedding. */
export function embedContent(place: Place): Endpoint {
  return verbAt(place, 'embedContent', (body, model) => {
    const { embedContentConfig } = body
    const dimensions = body.outputDimensionality ?? objectIn(embedContentConfig)?.outputDimensionality
    return embedding(model, [objectIn(body.content)].map(partsText), dimensions, ({ vectors, tokens }) => ({
      embedding: { values: Array.from(vectors[0] ?? []) },
      usageMetadata: { promptTokenCount: tokens },
    }))
  })
}

/** Several embeddings: what the SDK uses even for one. */
export function batchEmbedContents(place: Place): Endpoint {
  return verbAt(place, 'batchEmbedContents', (body, model) => {
    const requests = objectsIn(body.requests)
    const texts = requests.map(({ content }) => partsText(objectIn(content)))
    return embedding(model, texts, requests[0]?.outputDimensionality, ({ vectors }) => ({
      embeddings: vectors.map(values => ({ values: Array.from(values) })),
    }))
  })
}

/** Embeddings as Vertex's text models give them. */
export function predict(place: Place): Endpoint {
  return verbAt(place, 'predict', (body, model) => {
    const texts = objectsIn(body.instances).map(({ content }) => textIn(content) ?? partsText(objectIn(content)))
    return embedding(model, texts, objectIn(body.parameters)?.outputDimensionality, ({ vectors }) => ({
      predictions: vectors.map((values, i) => ({
        embeddings: {
          values: Array.from(values),
          statistics: { token_count: tokensIn(texts[i] ?? ''), truncated: false },
        },
      })),
    }))
  })
}

function embedding(
  model: string,
  texts: readonly string[],
  asked: unknown,
  value: (made: Embedding) => object,
): Reading {
  if (texts.length === 0) return refuse(badRequest('* BatchEmbedContentsRequest.requests: requests is not specified'))
  const dimensions = numberIn(asked)
  if (
    asked !== undefined &&
    (dimensions === undefined || !Number.isInteger(dimensions) || dimensions < 1 || dimensions > 10_000)
  ) {
    return refuse(badRequest(`Invalid output_dimensionality: ${String(asked)}.`))
  }
  const reply = (made: Embedding): Reply => jsonReply(200, {}, value(made))
  return { kind: 'job', job: { kind: 'embedding', model, texts, dimensions, reply } }
}
