import { Buffer } from 'node:buffer'
import type { Completion } from '../../answer/completion.ts'
import type { Embedding } from '../../answer/embed.ts'
import { type JsonObject, numberIn, textIn } from '../../json.ts'
import { type Chunk, jsonReply, type Reply } from '../../reply.ts'
import { type Endpoint, type Mint, type Pace, type Reading, refuse } from '../../wire.ts'
import { messagesJob, wrongMessages } from '../anthropic/messages.ts'
import { messageEvents, messagesReply } from '../anthropic/messages-reply.ts'
import { versionNamed } from '../anthropic/read.ts'
import { wholeMs } from '../pacing.ts'
import { bedrockConversation } from './conversation.ts'
import { converseEvents, converseValue, framedReply, idHeader } from './converse-reply.ts'
import { eventFrame } from './event-stream.ts'
import { actionAt, invalid } from './place.ts'

/** A model asked in its own words. */
export const invoke: Endpoint = actionAt('invoke', (body, model, mint) => invoked(body, model, false, mint))

/** The same as a stream: its own events, each wrapped in a frame. */
export const invokeWithResponseStream: Endpoint = actionAt('invoke-with-response-stream', (body, model, mint) =>
  invoked(body, model, true, mint),
)

function invoked(body: JsonObject, model: string, streamed: boolean, mint: Mint): Reading {
  if (/anthropic\./.test(model)) return claude(body, model, streamed, mint)
  if (/amazon\.nova/.test(model)) return nova(body, model, streamed, mint)
  if (/amazon\.titan-embed|cohere\.embed/.test(model) && !streamed) return embedding(body, model, mint)
  return refuse(invalid(`The provided model identifier is invalid: ${model.slice(0, 200)}. Converse takes any.`))
}

function claude(body: JsonObject, model: string, streamed: boolean, mint: Mint): Reading {
  const version = versionNamed(textIn(body.anthropic_version) ?? '')
  if (version === undefined) return refuse(invalid('anthropic_version: Field required'))
  const wrong = wrongMessages(body)
  if (wrong?.message !== undefined) return refuse(invalid(wrong.message))
  const reading = messagesJob(body, model, version, streamed, mint)
  if (reading.kind === 'refusal' || reading.job.kind !== 'completion') return reading
  const reply = (completion: Completion, pace: Pace): Reply => {
    if (streamed) return wrapped(messageEvents(completion, pace, mint), mint)
    return counted(messagesReply(completion, pace, { streamed }, mint), completion, mint)
  }
  return { kind: 'job', job: { ...reading.job, reply } }
}

function nova(body: JsonObject, model: string, streamed: boolean, mint: Mint): Reading {
  const reply = (completion: Completion, pace: Pace): Reply => {
    if (!streamed) {
      const whole = jsonReply(200, {}, converseValue(completion, pace, mint), wholeMs(completion, pace))
      return counted(whole, completion, mint)
    }
    const events = converseEvents(completion, pace, mint)
    return wrapped(
      events.map(({ afterMs, type, value }) => ({ afterMs, value: { [type]: value } })),
      mint,
    )
  }
  return { kind: 'job', job: { kind: 'completion', model, streamed, conversation: bedrockConversation(body), reply } }
}

/** Bedrock tells in headers what a call used. */
function counted(reply: Reply, { usage }: Completion, mint: Mint): Reply {
  const headers = {
    'content-type': 'application/json',
    ...idHeader(mint),
    'x-amzn-bedrock-input-token-count': String(usage.promptTokens),
    'x-amzn-bedrock-output-token-count': String(usage.completionTokens),
    'x-amzn-bedrock-invocation-latency': String(Math.round(reply.headAfterMs)),
  }
  return { ...reply, headers }
}

function wrapped(events: readonly { readonly afterMs: number; readonly value: object }[], mint: Mint): Reply {
  const chunks = events.map(({ afterMs, value }): Chunk => {
    const bytes = Buffer.from(JSON.stringify(value)).toString('base64')
    return { afterMs, data: eventFrame('chunk', { bytes, p: PADDING }) }
  })
  return framedReply(chunks, mint)
}

const PADDING = 'abcdefgh'

/** Titan takes one text, Cohere many. */
function embedding(body: JsonObject, model: string, mint: Mint): Reading {
  const one = textIn(body.inputText)
  const texts = one === undefined ? (Array.isArray(body.texts) ? body.texts.map(String) : []) : [one]
  if (texts.length === 0)
    return refuse(
      invalid('Malformed input request: required key [inputText] not found, please reformat your input and try again.'),
    )
  const dimensions = body.dimensions === undefined ? undefined : numberIn(body.dimensions)
  if (body.dimensions !== undefined && ![256, 512, 1024].includes(dimensions ?? 0)) {
    return refuse(invalid('Malformed input request: dimensions must be one of 256, 512, 1024.'))
  }
  const reply = ({ vectors, tokens }: Embedding): Reply => {
    const headers = { ...idHeader(mint), 'x-amzn-bedrock-input-token-count': String(tokens) }
    const lists = vectors.map(vector => Array.from(vector))
    return one === undefined
      ? jsonReply(200, headers, { id: mint.id(''), response_type: 'embeddings_floats', embeddings: lists, texts })
      : jsonReply(200, headers, { embedding: lists[0], inputTextTokenCount: tokens })
  }
  return { kind: 'job', job: { kind: 'embedding', model, texts, dimensions, reply } }
}
