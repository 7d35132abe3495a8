import { messageOf } from '../model/error.ts'
import { withoutStop } from '../model/sentence.ts'
import { answerer } from './answer/answerer.ts'
import type { Completion } from './answer/completion.ts'
import { embed } from './answer/embed.ts'
import { WIRES } from './dialects/all.ts'
import { type Answering, answered, spoil } from './faults/effects.ts'
import { type FaultBook, faultBook } from './faults/fault-book.ts'
import { meet } from './faults/meet.ts'
import { canShow } from './faults/showing.ts'
import type { Fixture } from './fixtures/fixture.ts'
import { fixtureJob, fixtureReply, unmatched } from './fixtures/fixture-job.ts'
import { logEntry } from './log-entry.ts'
import { mint } from './mint.ts'
import { once } from './once.ts'
import type { Reply } from './reply.ts'
import type { MockRequest } from './request.ts'
import { type RequestLog, requestLog } from './request-log.ts'
import { type Service, serviceFor, unserved } from './services.ts'
import { taskOf } from './task.ts'
import type { Job } from './wire.ts'

/** The mock model providers, as a function from request to reply with a memory: no sockets, no timers. */
export interface Providers {
  readonly answer: (request: MockRequest) => Reply
  readonly faults: FaultBook
  readonly log: RequestLog
  /** What answers are made with. */
  readonly answering: Answering
}

export interface ProvidersOptions {
  readonly seed: number
  readonly firstTokenMs: number
  readonly tokensPerSecond: number
  /** Answers that are fixed for some requests; the first that fits. */
  readonly fixtures?: readonly Fixture[]
  /** Whether a request that no fixture fits is one that nobody serves. */
  readonly fixturesOnly?: boolean
  /** Told about a request that nobody serves, or that we failed to answer. */
  readonly onTrouble: (sentence: string) => void
  /** Wall time for `created` and the like. */
  readonly wallMs?: () => number
  /** A clock that never jumps, for leases. */
  readonly nowMs?: () => number
}

export function providers(options: ProvidersOptions): Providers {
  const { seed, firstTokenMs, tokensPerSecond, wallMs = Date.now, nowMs = () => performance.now() } = options
  const { fixtures = [], fixturesOnly = false } = options
  const faults = faultBook(seed, nowMs)
  const log = requestLog(wallMs)
  const answers = answerer()
  const answering: Answering = {
    complete: ({ model, conversation, fixed }) => fixed ?? answers(model, conversation),
    embed: ({ model, texts, dimensions }) => embed(model, texts, dimensions),
    pace: { firstTokenMs, tokensPerSecond },
    mint: mint(seed, wallMs),
  }

  return { answer, faults, log, answering }

  function answer(request: MockRequest): Reply {
    const service = serviceFor(request, WIRES)
    const { reply, job, fault = null } = servedOrFailed(request, service)
    const status = reply.head === 'withheld' ? null : reply.status
    log.add(logEntry(request, service.wire, job, { status, fault, addedMs: null }))
    return reply
  }

  /** A request that is too strange for us must not end a mock that others are using. */
  function servedOrFailed(request: MockRequest, service: Service): Served {
    try {
      return served(request, service)
    } catch (thrown) {
      options.onTrouble(
        `${request.method} ${service.endpoint?.template} could not be answered: ${withoutStop(messageOf(thrown))}.`,
      )
      return { reply: service.wire.failure({ status: 500 }, answering.mint) }
    }
  }

  function served(request: MockRequest, service: Service): Served {
    const { wire, endpoint } = service
    const task = taskOf(request, service, answering.mint)
    if (endpoint === undefined) {
      const recorded = fixtureReply(fixtures, request, wire)
      if (recorded !== undefined) return { reply: recorded }
      options.onTrouble(unserved(request, wire, WIRES))
    }
    // Faults hit only what would have worked: a caller's own mistake proves nothing about them.
    if (task.kind === 'refusal') return { reply: wire.failure(task.failure, answering.mint) }
    const fixed = fixtureJob(fixtures, task.job, request, wire)
    if (fixed === undefined && fixturesOnly) {
      options.onTrouble(unmatched(fixtures, task.job, request))
      return { reply: wire.failure(wire.unknownUrl(request), answering.mint) }
    }
    const job = fixed ?? task.job
    const meeting = { request, wire, job, completion: once(() => completed(job)) }
    const met = meet(faults, meeting, canShow)
    if (met === undefined) return { reply: answered(job, answering), job }
    return { reply: spoil(met.effect, meeting, answering), job, fault: met.id }
  }

  function completed(job: Job): Completion {
    if (job.kind === 'completion') return answering.complete(job)
    return { said: { kind: 'nothing' }, usage: { promptTokens: 0, completionTokens: 0 }, servedBy: job.model ?? '' }
  }
}

interface Served {
  readonly reply: Reply
  readonly job?: Job
  readonly fault?: string
}
