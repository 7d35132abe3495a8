import { Buffer } from 'node:buffer'
import type { Embedding, Vector } from '../../answer/embed.ts'
import { type JsonObject, numberIn } from '../../json.ts'
import { jsonReply, type Reply } from '../../reply.ts'
import { type Endpoint, type Mint, type Reading, refuse } from '../../wire.ts'
import { endpointAt, type Place } from './place.ts'
import { invalid } from './read.ts'

/** Embeddings, as numbers or as base64 of little-endian floats: the SDK asks for the latter unless told otherwise. */
export function embeddings(place: Place): Endpoint {
  return endpointAt(place, '/embeddings', embedding)
}

function embedding(body: JsonObject, model: string, mint: Mint): Reading {
  const { input, encoding_format: format = 'float' } = body
  const texts = textsOf(input)
  if (texts === undefined) return refuse(invalid("'$.input' is invalid. Please check the API reference.", 'input'))
  if (texts.length > MAX_TEXTS) return refuse(invalid(`'$.input' is too long: at most ${MAX_TEXTS} inputs.`, 'input'))
  if (format !== 'float' && format !== 'base64') {
    return refuse(invalid(`Invalid value: '${String(format)}'.`, 'encoding_format', 'invalid_value'))
  }
  const dimensions = body.dimensions === undefined ? undefined : numberIn(body.dimensions)
  if (body.dimensions !== undefined && !isLength(dimensions)) {
    return refuse(invalid("Invalid value for 'dimensions'.", 'dimensions', 'invalid_value'))
  }
  const reply = (made: Embedding): Reply => embeddingsReply(made, format, mint)
  return { kind: 'job', job: { kind: 'embedding', model, texts, dimensions, reply } }
}

const MAX_TEXTS = 2048

/** Tokens come as numbers, alone or in lists; they mean something to nobody here, but the same ones mean the same. */
function textsOf(input: unknown): readonly string[] | undefined {
  if (typeof input === 'string') return [input]
  if (!Array.isArray(input) || input.length === 0) return undefined
  if (input.every(item => typeof item === 'string')) return input
  if (input.every(item => typeof item === 'number')) return [input.join(' ')]
  return input.every(item => Array.isArray(item)) ? input.map(tokens => tokens.join(' ')) : undefined
}

function isLength(dimensions: number | undefined): boolean {
  return dimensions !== undefined && Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= 10_000
}

function embeddingsReply({ vectors, tokens, servedBy }: Embedding, format: 'float' | 'base64', mint: Mint): Reply {
  const headers = { 'openai-version': '2020-10-01', 'x-request-id': mint.id('req_') }
  return jsonReply(200, headers, {
    object: 'list',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: format === 'base64' ? base64(vector) : Array.from(vector),
    })),
    model: servedBy,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  })
}

function base64(vector: Vector): string {
  return Buffer.from(vector.buffer).toString('base64')
}
