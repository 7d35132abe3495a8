import type { Completion, Said, Usage } from '../../answer/completion.ts'
import type { JsonObject } from '../../json.ts'
import { type Chunk, jsonReply, type Reply, streamReply } from '../../reply.ts'
import type { Mint, Pace, StreamErrors } from '../../wire.ts'
import { tokenGapMs, wholeMs } from '../pacing.ts'
import { SERVER_ERROR } from './failures.ts'

export interface ResponseStyle {
  readonly streamed: boolean
  /** What the caller sent: much of it comes back. */
  readonly asked: JsonObject
}

/** A completion in the words of OpenAI's Responses API. */
export function responseReply(
  completion: Completion,
  pace: Pace,
  { streamed, asked }: ResponseStyle,
  mint: Mint,
): Reply {
  const headers = { 'openai-version': '2020-10-01', 'x-request-id': mint.id('req_') }
  const begun = opening(completion.servedBy, asked, mint)
  const item = itemOf(completion.said, mint)
  const done = {
    ...begun,
    ...ended(completion.said),
    output: item === undefined ? [] : [item.done],
    usage: usage(completion.usage),
  }
  if (streamed) return streamReply(headers, chunks(completion, pace, begun, item, done))
  return jsonReply(200, headers, done, wholeMs(completion, pace))
}

/** How a response stream fails. Only the first makes the SDK throw. */
export function responseStreamErrors(model: string): StreamErrors {
  const failed = (type: string, rest: object) => (mint: Mint, sent: number) =>
    event({ type, response: { ...opening(model, {}, mint), ...rest } }, sent)
  return {
    error: (_, sent) => event({ type: 'error', code: 'server_error', message: SERVER_ERROR, param: null }, sent),
    'response.failed': failed('response.failed', {
      status: 'failed',
      error: { code: 'server_error', message: SERVER_ERROR },
    }),
    'response.incomplete': failed('response.incomplete', {
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    }),
  }
}

function opening(model: string, asked: JsonObject, mint: Mint): object {
  return {
    id: mint.id('resp_'),
    object: 'response',
    created_at: Math.floor(mint.nowMs() / 1000),
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: asked.instructions ?? null,
    max_output_tokens: asked.max_output_tokens ?? null,
    model,
    output: [],
    parallel_tool_calls: asked.parallel_tool_calls ?? true,
    previous_response_id: null,
    store: asked.store ?? true,
    temperature: asked.temperature ?? 1,
    text: asked.text ?? { format: { type: 'text' } },
    tool_choice: asked.tool_choice ?? 'auto',
    tools: asked.tools ?? [],
    top_p: asked.top_p ?? 1,
    truncation: 'disabled',
    usage: null,
    metadata: asked.metadata ?? {},
  }
}

/** One output item: how it begins, the names of the events that fill it, and how it is when done. */
interface Item {
  readonly id: string
  readonly begun: object
  readonly done: object
  /** The part of it that text goes into; a function call has none. */
  readonly part: ((text: string) => object) | undefined
  readonly filling: string
}

function itemOf(said: Said, mint: Mint): Item | undefined {
  if (said.kind === 'nothing') return undefined
  const text = said.pieces.join('')
  if (said.kind === 'tool-call') {
    const id = mint.id('fc_')
    const call = { id, type: 'function_call', call_id: mint.id('call_'), name: said.tool }
    const begun = { ...call, status: 'in_progress', arguments: '' }
    const done = { ...call, status: 'completed', arguments: text }
    return { id, begun, done, part: undefined, filling: 'response.function_call_arguments' }
  }
  const id = mint.id('msg_')
  const part = (text: string): object => ({ type: 'output_text', text, annotations: [], logprobs: [] })
  const message = { id, type: 'message', role: 'assistant' }
  const begun = { ...message, status: 'in_progress', content: [] }
  const status = said.kind === 'blocked' || said.finish === 'length' ? 'incomplete' : 'completed'
  return { id, begun, done: { ...message, status, content: [part(text)] }, part, filling: 'response.output_text' }
}

function ended(said: Said): object {
  if (said.kind === 'blocked') return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }
  if (said.kind !== 'text' || said.finish !== 'length') return { status: 'completed' }
  return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
}

function usage({ promptTokens, completionTokens }: Usage): object {
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: completionTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: promptTokens + completionTokens,
  }
}

/** Created, in progress, one item and its parts opened, filled and closed, completed: every event is numbered. */
function chunks(
  { said }: Completion,
  pace: Pace,
  begun: object,
  item: Item | undefined,
  done: object,
): readonly Chunk[] {
  const last =
    said.kind === 'blocked' || (said.kind === 'text' && said.finish === 'length') ? 'incomplete' : 'completed'
  const events: { readonly afterMs: number; readonly value: EventData }[] = []
  const add = (value: EventData, afterMs = 0): void => void events.push({ afterMs, value })
  add({ type: 'response.created', response: begun })
  add({ type: 'response.in_progress', response: begun })
  if (item !== undefined && said.kind !== 'nothing') {
    const at = { item_id: item.id, output_index: 0, ...(item.part === undefined ? {} : { content_index: 0 }) }
    const logprobs = item.part === undefined ? {} : { logprobs: [] }
    const text = said.pieces.join('')
    add({ type: 'response.output_item.added', output_index: 0, item: item.begun })
    if (item.part !== undefined) add({ type: 'response.content_part.added', ...at, part: item.part('') })
    for (const [i, delta] of said.pieces.entries()) {
      add({ type: `${item.filling}.delta`, ...at, delta, ...logprobs }, i === 0 ? pace.firstTokenMs : tokenGapMs(pace))
    }
    add({
      type: `${item.filling}.done`,
      ...at,
      ...(item.part === undefined ? { arguments: text } : { text, ...logprobs }),
    })
    if (item.part !== undefined) add({ type: 'response.content_part.done', ...at, part: item.part(text) })
    add({ type: 'response.output_item.done', output_index: 0, item: item.done })
  }
  add({ type: `response.${last}`, response: done })
  return events.map(({ afterMs, value }, i) => ({ afterMs, data: event(value, i) }))
}

interface EventData {
  readonly type: string
  readonly [key: string]: unknown
}

function event(value: EventData, sequence: number): string {
  const { type, ...rest } = value
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence, ...rest })}\n\n`
}
