import type { Completion, Said, Usage } from '../../answer/completion.ts'
import { written } from '../../answer/written.ts'
import { type Chunk, type Reply, streamReply, wholeReply } from '../../reply.ts'
import type { Mint, Pace } from '../../wire.ts'
import { tokenGapMs, wholeMs } from '../pacing.ts'

/** What the caller asked for besides an answer. */
export interface ChatStyle {
  /** Azure says of every question and answer what its filter thought of it. */
  readonly filtered: boolean
  readonly streamed: boolean
  readonly wantsUsage: boolean
}

/** A completion in the words of OpenAI's chat API. */
export function chatReply(completion: Completion, pace: Pace, style: ChatStyle, mint: Mint): Reply {
  const headers = { 'openai-version': '2020-10-01', 'x-request-id': mint.id('req_') }
  const id = mint.id('chatcmpl-')
  const created = Math.floor(mint.nowMs() / 1000)
  const model = completion.servedBy
  if (style.streamed) {
    const top = {
      id,
      object: 'chat.completion.chunk',
      created,
      model,
      service_tier: 'default',
      system_fingerprint: PRINT,
    }
    return streamReply(headers, chunks(completion, pace, style, top, mint))
  }
  const top = JSON.stringify({ id, object: 'chat.completion', created, model })
  const text = `${top.slice(0, -1)},${rest(completion, style, mint)}}`
  return wholeReply(200, { 'content-type': 'application/json', ...headers }, text, wholeMs(completion, pace))
}

const PRINT = 'fp_44709d6fcb'

/** What follows the model's name. A text is the same whenever it goes out, and is written out once. */
function rest(completion: Completion, style: ChatStyle, mint: Mint): string {
  const same = completion.said.kind === 'text' && !style.filtered
  const before = same ? rests.get(completion) : undefined
  if (before !== undefined) return before
  const value = {
    choices: choices(completion.said, style, mint),
    ...(style.filtered ? PROMPT_PASSED : {}),
    usage: usage(completion.usage),
    service_tier: 'default',
    system_fingerprint: PRINT,
  }
  const text = JSON.stringify(value).slice(1, -1)
  if (same) rests.set(completion, text)
  return text
}

const rests = new WeakMap<Completion, string>()

function choices(said: Said, style: ChatStyle, mint: Mint): readonly object[] {
  if (said.kind === 'nothing') return []
  const { text } = written(said)
  const message =
    said.kind !== 'tool-call'
      ? { role: 'assistant', content: text, refusal: null, annotations: [] }
      : {
          role: 'assistant',
          content: null,
          tool_calls: [toolCall(said.tool, text, mint)],
          refusal: null,
          annotations: [],
        }
  return [{ index: 0, message, logprobs: null, finish_reason: finishReason(said), ...filterResults(said, style) }]
}

function filterResults(said: Said, { filtered }: ChatStyle): object {
  if (!filtered) return {}
  const hate = said.kind === 'blocked' ? { filtered: true, severity: 'medium' } : NOT_FILTERED.hate
  return { content_filter_results: { ...NOT_FILTERED, hate } }
}

const SAFE = { filtered: false, severity: 'safe' }
const NOT_FILTERED = { hate: SAFE, self_harm: SAFE, sexual: SAFE, violence: SAFE }
const PROMPT_PASSED = { prompt_filter_results: [{ prompt_index: 0, content_filter_results: NOT_FILTERED }] }

function toolCall(name: string, input: string, mint: Mint): object {
  return { id: mint.id('call_'), type: 'function', function: { name, arguments: input } }
}

function finishReason(said: Said): string {
  if (said.kind === 'tool-call') return 'tool_calls'
  if (said.kind === 'blocked') return 'content_filter'
  return said.kind === 'text' && said.finish === 'length' ? 'length' : 'stop'
}

function usage({ promptTokens, completionTokens }: Usage): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}

/** Role, content, finish, usage if it was asked for, `[DONE]`. No event names: that is how this API streams. */
function chunks(
  { said, usage: used }: Completion,
  pace: Pace,
  style: ChatStyle,
  top: object,
  mint: Mint,
): readonly Chunk[] {
  // Most of an event is the same in all of them: it is written out once.
  const start = `${JSON.stringify(top).slice(0, -1)},"choices":[{"index":0,"delta":`
  const passed = JSON.stringify(filterResults(said, style)).slice(1, -1)
  const end = `${passed === '' ? '' : `,${passed}`}}]${style.wantsUsage ? ',"usage":null' : ''}}\n\n`
  const delta = (delta: string, finish: string | null = null): string =>
    `data: ${start}${delta},"logprobs":null,"finish_reason":${finish === null ? null : `"${finish}"`}${end}`
  const gapMs = tokenGapMs(pace)
  const opening =
    said.kind === 'tool-call'
      ? {
          role: 'assistant',
          content: null,
          tool_calls: [{ index: 0, ...toolCall(said.tool, '', mint) }],
          refusal: null,
        }
      : { role: 'assistant', content: '', refusal: null }
  const spoken = (piece: string): string =>
    said.kind === 'tool-call'
      ? `{"tool_calls":[{"index":0,"function":{"arguments":${piece}}}]}`
      : `{"content":${piece}}`
  return [
    ...(style.filtered ? [{ afterMs: 0, data: event({ ...top, choices: [], ...PROMPT_PASSED }) }] : []),
    { afterMs: 0, data: delta(JSON.stringify(opening)) },
    ...written(said).pieces.map((piece, i) => ({
      afterMs: i === 0 ? pace.firstTokenMs : gapMs,
      data: delta(spoken(piece)),
    })),
    { afterMs: 0, data: delta('{}', finishReason(said)) },
    ...(style.wantsUsage ? [{ afterMs: 0, data: event({ ...top, choices: [], usage: usage(used) }) }] : []),
    { afterMs: 0, data: 'data: [DONE]\n\n' },
  ]
}

function event(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`
}
