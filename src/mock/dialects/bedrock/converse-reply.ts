import type { Completion, Said, Usage } from '../../answer/completion.ts'
import { type Chunk, jsonReply, type Reply, streamReply } from '../../reply.ts'
import type { Mint, Pace } from '../../wire.ts'
import { tokenGapMs, wholeMs } from '../pacing.ts'
import { eventFrame } from './event-stream.ts'

/** A completion in the words of Bedrock's Converse. */
export function converseReply(completion: Completion, pace: Pace, streamed: boolean, mint: Mint): Reply {
  if (!streamed) return jsonReply(200, idHeader(mint), converseValue(completion, pace, mint), wholeMs(completion, pace))
  return framedReply(
    converseEvents(completion, pace, mint).map(({ afterMs, type, value }) => ({
      afterMs,
      data: eventFrame(type, value),
    })),
    mint,
  )
}

/** A stream of binary frames. */
export function framedReply(chunks: readonly Chunk[], mint: Mint): Reply {
  return streamReply({ 'content-type': 'application/vnd.amazon.eventstream', ...idHeader(mint) }, chunks)
}

/** The id every answer of AWS carries. */
export function idHeader(mint: Mint): Reply['headers'] {
  return { 'x-amzn-requestid': mint.id('') }
}

/** The whole answer as one value. */
export function converseValue(completion: Completion, pace: Pace, mint: Mint): object {
  const { said, usage } = completion
  return {
    output: { message: { role: 'assistant', content: content(said, mint) } },
    stopReason: stopReason(said),
    usage: counted(usage),
    metrics: { latencyMs: Math.round(wholeMs(completion, pace)) },
  }
}

/** The answer as a sequence of events. */
export function converseEvents(
  completion: Completion,
  pace: Pace,
  mint: Mint,
): readonly { readonly afterMs: number; readonly type: string; readonly value: object }[] {
  const { said, usage } = completion
  const now = (type: string, value: object) => ({ afterMs: 0, type, value })
  const metrics = { latencyMs: Math.round(wholeMs(completion, pace)) }
  return [
    now('messageStart', { role: 'assistant' }),
    ...block(said, pace, mint),
    now('messageStop', { stopReason: stopReason(said) }),
    now('metadata', { usage: counted(usage), metrics }),
  ]
}

function block(said: Said, pace: Pace, mint: Mint): ReturnType<typeof converseEvents> {
  if (said.kind === 'nothing' || said.pieces.length === 0) return []
  const at = { contentBlockIndex: 0 }
  const isCall = said.kind === 'tool-call'
  const start = isCall ? { toolUse: { toolUseId: mint.id('tooluse_'), name: said.tool } } : undefined
  return [
    ...(start === undefined ? [] : [{ afterMs: 0, type: 'contentBlockStart', value: { ...at, start } }]),
    ...said.pieces.map((piece, i) => ({
      afterMs: i === 0 ? pace.firstTokenMs : tokenGapMs(pace),
      type: 'contentBlockDelta',
      value: { ...at, delta: isCall ? { toolUse: { input: piece } } : { text: piece } },
    })),
    { afterMs: 0, type: 'contentBlockStop', value: at },
  ]
}

function content(said: Said, mint: Mint): readonly object[] {
  if (said.kind === 'tool-call')
    return [{ toolUse: { toolUseId: mint.id('tooluse_'), name: said.tool, input: said.input } }]
  return said.kind === 'nothing' || said.pieces.length === 0 ? [] : [{ text: said.pieces.join('') }]
}

function stopReason(said: Said): string {
  switch (said.kind) {
    case 'tool-call':
      return 'tool_use'
    case 'blocked':
      return said.what === 'prompt' ? 'guardrail_intervened' : 'content_filtered'
    case 'nothing':
      return 'end_turn'
    case 'text':
      return said.finish === 'length' ? 'max_tokens' : said.finish === 'end' ? 'end_turn' : 'stop_sequence'
    default:
      return said satisfies never
  }
}

function counted({ promptTokens, completionTokens }: Usage): object {
  return { inputTokens: promptTokens, outputTokens: completionTokens, totalTokens: promptTokens + completionTokens }
}
