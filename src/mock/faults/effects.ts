import type { Embedding } from '../answer/embed.ts'
import type { MockEffect } from '../fault.ts'
import type { Reply } from '../reply.ts'
import type { EmbeddingJob, Failure, Job, Mint, Pace } from '../wire.ts'
import { cut, cutAt, cutInside, otherBody } from './cutting.ts'
import { failing } from './failing.ts'
import { type Meeting, streamErrorsOf } from './showing.ts'
import { type Answers, spoiltCompletion } from './spoilt-completion.ts'

/** What a request that meets a fault gets: the answer it would have had, spoilt. */
export function spoil(effect: MockEffect, meeting: Meeting, answer: Answering): Reply {
  const { job, wire } = meeting
  const reply = (how: Partial<Answering> = {}): Reply => answered(job, { ...answer, ...how })
  const failed = (failure: Failure): Reply => failing(wire, { ...failure, model: job.model }, answer.mint)
  switch (effect.kind) {
    case 'status':
      return failing(
        wire,
        { status: effect.status, model: job.model, html: effect.body === 'html' },
        answer.mint,
        effect,
      )
    case 'error':
      return failing(wire, { status: 500, ...wire.errors[effect.name], model: job.model }, answer.mint, effect)
    case 'contract':
      return failed(
        effect.parameter === undefined
          ? wire.contract.versionRefused(effect.version ?? '')
          : wire.contract.parameterRefused(effect.parameter),
      )
    case 'stall':
      return { ...cutAt(reply(), effect.after), ending: 'stall' }
    case 'reset':
      return { ...cutAt(reply(), effect.after), ending: 'reset' }
    case 'truncate':
      return { ...cut(reply(), effect.afterChunks), ending: 'truncated' }
    case 'halfFrame':
      return { ...cutInside(reply(), effect.afterChunks), ending: 'truncated' }
    case 'midStreamError': {
      const begun = cut(reply(), effect.afterChunks)
      const errors = streamErrorsOf(job, wire)
      const error = effect.name === undefined ? Object.values(errors)[0] : errors[effect.name]
      const data = error?.(answer.mint, begun.chunks.length) ?? ''
      return { ...begun, chunks: [...begun.chunks, { afterMs: 0, data }] }
    }
    case 'body':
      return otherBody(reply(), effect.of)
    case 'blocked':
      if (effect.what === 'prompt' && wire.blockedPrompt !== undefined) return failed(wire.blockedPrompt)
      return reply({ complete: job => spoiltCompletion(effect, job, answer) })
    case 'empty':
    case 'malformedArguments':
    case 'wrongModel':
    case 'degrade':
    case 'usage':
      return reply({ complete: job => spoiltCompletion(effect, job, answer) })
    case 'embedding':
      return reply({ embed: job => otherEmbedding(effect, job, answer) })
    case 'slow': {
      const { firstTokenMs = answer.pace.firstTokenMs, tokensPerSecond = answer.pace.tokensPerSecond } = effect
      const slowed = reply({ pace: { firstTokenMs, tokensPerSecond } })
      return { ...slowed, headAfterMs: slowed.headAfterMs + (effect.headMs ?? 0) }
    }
    default:
      return effect satisfies never
  }
}

/** What an answer is made with. */
export interface Answering extends Answers {
  readonly embed: (job: EmbeddingJob) => Embedding
  readonly pace: Pace
  readonly mint: Mint
}

/** The answer to a job with which nothing goes wrong. */
export function answered(job: Job, { complete, embed, pace }: Answering): Reply {
  if (job.kind === 'completion') return job.reply(complete(job), pace)
  return job.kind === 'embedding' ? job.reply(embed(job)) : job.reply()
}

/** The vectors of another model, under the name of this one; or longer, or shorter. */
function otherEmbedding(
  { dimensions, model }: Extract<MockEffect, { kind: 'embedding' }>,
  job: EmbeddingJob,
  { embed }: Answering,
): Embedding {
  const made = embed({ ...job, model: model ?? job.model, dimensions: dimensions ?? job.dimensions })
  return { ...made, servedBy: job.model }
}
