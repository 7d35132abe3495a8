import type { Completion, Said, Usage } from '../../answer/completion.ts'
import { type Chunk, jsonReply, type Reply, streamReply } from '../../reply.ts'
import type { Mint, Pace } from '../../wire.ts'
import { tokenGapMs, wholeMs } from '../pacing.ts'

export type GenerateStyle = 'whole' | 'events' | 'array'

/** A completion in the words of Google's models. */
export function generateReply(completion: Completion, pace: Pace, style: GenerateStyle, mint: Mint): Reply {
  const { said, usage, servedBy } = completion
  const frame = { modelVersion: servedBy, responseId: mint.id('') }
  if (style === 'whole') {
    return jsonReply(
      200,
      HEADERS,
      { ...whole(said, mint), usageMetadata: counted(usage), ...frame },
      wholeMs(completion, pace),
    )
  }
  const events = streamed(completion, pace, mint).map(({ afterMs, value }) => ({
    afterMs,
    value: { ...value, ...frame },
  }))
  if (style === 'events') {
    return streamReply(
      { 'content-type': 'text/event-stream' },
      events.map(({ afterMs, value }) => ({ afterMs, data: `data: ${JSON.stringify(value)}\r\n\r\n` })),
    )
  }
  return streamReply(HEADERS, arrayOf(events))
}

const HEADERS = { 'content-type': 'application/json; charset=UTF-8' }

function whole(said: Said, mint: Mint): object {
  switch (said.kind) {
    case 'text':
      return candidate([{ text: said.pieces.join('') }], finishOf(said))
    case 'tool-call':
      return candidate([call(said, mint)], 'STOP')
    case 'blocked':
      // What was said before the filter took it back is not handed out.
      return said.what === 'prompt'
        ? PROMPT_BLOCKED
        : { candidates: [{ finishReason: 'SAFETY', index: 0, safetyRatings: UNSAFE }] }
    case 'nothing':
      return { candidates: [{ content: { role: 'model' }, finishReason: 'STOP', index: 0 }] }
    default:
      return said satisfies never
  }
}

const UNSAFE = [{ category: 'HARM_CATEGORY_DANGEROUS_CONTENT', probability: 'HIGH', blocked: true }]
const PROMPT_BLOCKED = { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }

function candidate(parts: readonly object[], finishReason?: string): object {
  const finish = finishReason === undefined ? {} : { finishReason }
  return { candidates: [{ content: { role: 'model', parts }, ...finish, index: 0 }] }
}

function finishOf(said: Extract<Said, { kind: 'text' }>): string {
  return said.finish === 'length' ? 'MAX_TOKENS' : 'STOP'
}

function call({ tool, input }: Extract<Said, { kind: 'tool-call' }>, mint: Mint): object {
  return { functionCall: { id: mint.id(''), name: tool, args: input } }
}

function counted({ promptTokens, completionTokens }: Usage): object {
  return {
    promptTokenCount: promptTokens,
    candidatesTokenCount: completionTokens,
    totalTokenCount: promptTokens + completionTokens,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokens }],
  }
}

interface Event {
  readonly afterMs: number
  readonly value: object
}

/** Text in pieces, the reason of the end on a last chunk of its own; a function call comes whole. */
function streamed({ said, usage }: Completion, pace: Pace, mint: Mint): readonly Event[] {
  const sofar = (tokens: number): object => ({ usageMetadata: counted({ ...usage, completionTokens: tokens }) })
  const end = (value: object, afterMs = 0): Event => ({
    afterMs,
    value: { ...value, ...sofar(usage.completionTokens) },
  })
  if (said.kind === 'nothing') return [end(whole(said, mint), pace.firstTokenMs)]
  if (said.kind === 'tool-call') return [end(whole(said, mint), pace.firstTokenMs)]
  if (said.kind === 'blocked' && said.what === 'prompt') return [end(PROMPT_BLOCKED)]
  const pieces = said.pieces.map((text, i) => ({
    afterMs: i === 0 ? pace.firstTokenMs : tokenGapMs(pace),
    value: { ...candidate([{ text }]), ...sofar(i + 1) },
  }))
  return [...pieces, end(said.kind === 'blocked' ? whole(said, mint) : candidate([{ text: '' }], finishOf(said)))]
}

/** The same chunks as the elements of an array: without `alt=sse` the body is one JSON value at its end. */
function arrayOf(events: readonly Event[]): readonly Chunk[] {
  const last = events.length - 1
  return events.map(({ afterMs, value }, i) => ({
    afterMs,
    data: `${i === 0 ? '[' : ',\r\n'}${JSON.stringify(value)}${i === last ? ']' : ''}`,
  }))
}
