import type { Completion, Said } from '../../answer/completion.ts'
import { jsonReply, type Reply, streamReply } from '../../reply.ts'
import type { Mint, Pace } from '../../wire.ts'
import { tokenGapMs, wholeMs } from '../pacing.ts'

/** A completion in the words of Anthropic's messages API. */
export function messagesReply(
  completion: Completion,
  pace: Pace,
  style: { readonly streamed: boolean },
  mint: Mint,
): Reply {
  const headers = { 'request-id': mint.id('req_') }
  if (style.streamed) {
    const chunks = messageEvents(completion, pace, mint).map(({ afterMs, value }) => ({ afterMs, data: event(value) }))
    return streamReply(headers, chunks)
  }
  const { said, usage } = completion
  const whole = message(completion, content(said, mint), stopOf(said), usage.completionTokens, mint)
  return jsonReply(200, headers, whole, wholeMs(completion, pace))
}

/** The events of a streamed message: start, one content block, its pieces, stop. */
export function messageEvents(completion: Completion, pace: Pace, mint: Mint): readonly MessageEvent[] {
  const { said, usage } = completion
  const opening = message(
    completion,
    [],
    { stop_reason: null, stop_sequence: null },
    said.kind === 'nothing' ? 0 : 1,
    mint,
  )
  const now = (value: MessageEvent['value']): MessageEvent => ({ afterMs: 0, value })
  return [
    now({ type: 'message_start', message: opening }),
    ...(isEmpty(said) ? [] : block(said, pace, mint)),
    now({ type: 'message_delta', delta: stopOf(said), usage: { output_tokens: usage.completionTokens } }),
    now({ type: 'message_stop' }),
  ]
}

export interface MessageEvent {
  readonly afterMs: number
  readonly value: { readonly type: string; readonly [key: string]: unknown }
}

function message(
  { servedBy, usage }: Completion,
  content: readonly object[],
  stop: object,
  outputTokens: number,
  mint: Mint,
): object {
  return {
    id: mint.id('msg_'),
    type: 'message',
    role: 'assistant',
    model: servedBy,
    content,
    ...stop,
    usage: {
      input_tokens: usage.promptTokens,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: outputTokens,
    },
  }
}

function content(said: Said, mint: Mint): readonly object[] {
  switch (said.kind) {
    case 'text':
      return [{ type: 'text', text: said.pieces.join('') }]
    case 'tool-call':
      return [{ type: 'tool_use', id: mint.id('toolu_'), name: said.tool, input: said.input }]
    case 'blocked':
      return said.pieces.length === 0 ? [] : [{ type: 'text', text: said.pieces.join('') }]
    case 'nothing':
      return []
    default:
      return said satisfies never
  }
}

function stopOf(said: Said): object {
  if (said.kind === 'tool-call') return { stop_reason: 'tool_use', stop_sequence: null }
  if (said.kind === 'blocked') return { stop_reason: 'refusal', stop_sequence: null }
  if (said.kind === 'nothing' || said.finish === 'end') return { stop_reason: 'end_turn', stop_sequence: null }
  if (said.finish === 'length') return { stop_reason: 'max_tokens', stop_sequence: null }
  return { stop_reason: 'stop_sequence', stop_sequence: said.stopSequence ?? null }
}

function isEmpty(said: Said): said is Extract<Said, { kind: 'nothing' }> {
  return said.kind === 'nothing' || (said.kind === 'blocked' && said.pieces.length === 0)
}

function block(said: Exclude<Said, { kind: 'nothing' }>, pace: Pace, mint: Mint): readonly MessageEvent[] {
  const gapMs = tokenGapMs(pace)
  const empty =
    said.kind === 'tool-call'
      ? { type: 'tool_use', id: mint.id('toolu_'), name: said.tool, input: {} }
      : { type: 'text', text: '' }
  const delta = (piece: string): object =>
    said.kind === 'tool-call' ? { type: 'input_json_delta', partial_json: piece } : { type: 'text_delta', text: piece }
  return [
    { afterMs: 0, value: { type: 'content_block_start', index: 0, content_block: empty } },
    { afterMs: 0, value: { type: 'ping' } },
    ...said.pieces.map((piece, i) => ({
      afterMs: i === 0 ? pace.firstTokenMs : gapMs,
      value: { type: 'content_block_delta', index: 0, delta: delta(piece) },
    })),
    { afterMs: 0, value: { type: 'content_block_stop', index: 0 } },
  ]
}

// Every event is named: the SDK drops those that are not.
function event(value: MessageEvent['value']): string {
  return `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`
}
