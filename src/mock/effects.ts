import type { Completion } from './answer/completion.ts'
import type { Embedding } from './answer/embed.ts'
import type { MockEffect, Point } from './fault.ts'
import type { Chunk, Reply } from './reply.ts'
import type { CompletionJob, EmbeddingJob, Job, Mint, Pace, StreamErrors, Wire } from './wire.ts'

/** What a request that meets a fault gets: the answer it would have had, spoilt. */
export function spoil(effect: MockEffect, job: Job, wire: Wire, answer: Answering): Reply {
  const reply = (how: Partial<Answering> = {}): Reply => answered(job, { ...answer, ...how })
  switch (effect.kind) {
    case 'status': {
      const { status, retryAfterMs, body } = effect
      return wire.failure({ status, retryAfterMs, model: job.model, html: body === 'html' }, answer.mint)
    }
    case 'stall':
      return { ...cutAt(reply(), effect.after), ending: 'stall' }
    case 'reset':
      return { ...cutAt(reply(), effect.after), ending: 'reset' }
    case 'truncate':
      return { ...cut(reply(), effect.afterChunks), ending: 'truncated' }
    case 'midStreamError': {
      const begun = cut(reply(), effect.afterChunks)
      return {
        ...begun,
        chunks: [...begun.chunks, { afterMs: 0, data: streamError(job, wire)(answer.mint, begun.chunks.length) }],
      }
    }
    case 'empty':
      return reply({ complete: ({ model }) => ({ ...NOTHING, servedBy: model }) })
    case 'slow': {
      const { firstTokenMs = answer.pace.firstTokenMs, tokensPerSecond = answer.pace.tokensPerSecond } = effect
      const slowed = reply({ pace: { firstTokenMs, tokensPerSecond } })
      return { ...slowed, headAfterMs: slowed.headAfterMs + (effect.headMs ?? 0) }
    }
    default:
      return effect satisfies never
  }
}

function streamError(job: Job, wire: Wire): StreamErrors[string] {
  const errors = (job.kind === 'completion' ? job.streamErrors : undefined) ?? wire.streamErrors
  return Object.values(errors)[0] ?? (() => '')
}

/** What an answer is made with. */
export interface Answering {
  readonly complete: (job: CompletionJob) => Completion
  readonly embed: (job: EmbeddingJob) => Embedding
  readonly pace: Pace
  readonly mint: Mint
}

/** The answer to a job with which nothing goes wrong. */
export function answered(job: Job, { complete, embed, pace }: Answering): Reply {
  if (job.kind === 'completion') return job.reply(complete(job), pace)
  return job.kind === 'embedding' ? job.reply(embed(job)) : job.reply()
}

const NOTHING: Omit<Completion, 'servedBy'> = {
  said: { kind: 'nothing' },
  usage: { promptTokens: 0, completionTokens: 0 },
}

function cutAt(reply: Reply, after: Point): Reply {
  if (after === 'nothing') return { ...reply, head: 'withheld', chunks: [] }
  return cut(reply, after === 'headers' ? 0 : after)
}

function cut(reply: Reply, afterChunks: number): Reply {
  if (afterChunks === 0) return { ...reply, chunks: [] }
  const [only, ...more] = reply.chunks
  // An answer in one piece has no other place to break than its middle.
  if (only !== undefined && more.length === 0) return { ...reply, chunks: [firstHalf(only)] }
  return { ...reply, chunks: reply.chunks.slice(0, afterChunks) }
}

function firstHalf({ afterMs, data }: Chunk): Chunk {
  return { afterMs, data: data.slice(0, Math.floor(data.length / 2)) }
}
