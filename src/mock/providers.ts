import { messageOf } from '../model/error.ts'
import { answerer } from './answer/answerer.ts'
import type { Completion } from './answer/completion.ts'
import { embed } from './answer/embed.ts'
import { WIRES } from './dialects/all.ts'
import { keyDigest } from './fault.ts'
import { type Answering, answered, spoil } from './faults/effects.ts'
import { type FaultBook, faultBook, type MetFault } from './faults/fault-book.ts'
import { canShow, type Meeting } from './faults/showing.ts'
import { mint } from './mint.ts'
import type { Reply } from './reply.ts'
import { apiKey, header, type MockRequest, tenantOf } from './request.ts'
import { type RequestLog, requestLog } from './request-log.ts'
import { type Service, serviceFor, unserved } from './services.ts'
import type { Job } from './wire.ts'

/** The mock model providers, as a function from request to reply with a memory: no sockets, no timers. */
export interface Providers {
  readonly answer: (request: MockRequest) => Reply
  readonly faults: FaultBook
  readonly log: RequestLog
}

export interface ProvidersOptions {
  readonly seed: number
  readonly firstTokenMs: number
  readonly tokensPerSecond: number
  /** Told about a request that nobody serves, or that we failed to answer. */
  readonly onTrouble: (sentence: string) => void
  /** Wall time for `created` and the like. */
  readonly wallMs?: () => number
  /** A clock that never jumps, for leases. */
  readonly nowMs?: () => number
}

export function providers(options: ProvidersOptions): Providers {
  const { seed, firstTokenMs, tokensPerSecond, wallMs = Date.now, nowMs = () => performance.now() } = options
  const faults = faultBook(seed, nowMs)
  const log = requestLog(wallMs)
  const answers = answerer()
  const answering: Answering = {
    complete: ({ model, conversation }) => answers(model, conversation),
    embed: ({ model, texts, dimensions }) => embed(model, texts, dimensions),
    pace: { firstTokenMs, tokensPerSecond },
    mint: mint(seed, wallMs),
  }

  return { answer, faults, log }

  function answer(request: MockRequest): Reply {
    const service = serviceFor(request, WIRES)
    if (service.endpoint === undefined) options.onTrouble(unserved(request, service.wire, WIRES))
    const { reply, job, fault } = servedOrFailed(request, service)
    log.add({
      dialect: service.wire.dialect,
      method: request.method.slice(0, MAX_LOGGED),
      path: request.path.slice(0, MAX_LOGGED),
      model: job?.model?.slice(0, MAX_LOGGED) ?? null,
      status: reply.head === 'withheld' ? null : reply.status,
      streamed: job?.kind === 'completion' && job.streamed,
      attempt: attemptOf(request),
      fault: fault ?? null,
    })
    return reply
  }

  /** A request that is too strange for us must not end a mock that others are using. */
  function servedOrFailed(request: MockRequest, service: Service): Served {
    try {
      return served(request, service)
    } catch (thrown) {
      options.onTrouble(`${request.method} ${service.endpoint?.template} could not be answered: ${messageOf(thrown)}.`)
      return { reply: service.wire.failure({ status: 500 }, answering.mint) }
    }
  }

  function served(request: MockRequest, { wire, endpoint }: Service): Served {
    const failed = (failure: Parameters<typeof wire.failure>[0]): Served => ({
      reply: wire.failure(failure, answering.mint),
    })
    if (endpoint === undefined) return failed(wire.unknownUrl(request))
    if (request.body === undefined) return failed({ status: 413 })
    const reading = endpoint.read(request, answering.mint)
    // Faults hit only what would have worked: a caller's own mistake proves nothing about them.
    if (reading.kind === 'refusal') return failed(reading.failure)
    const { job } = reading
    const meeting = { request, wire, job, completion: once(() => completed(job)) }
    const met = meet(meeting)
    if (met === undefined) return { reply: answered(job, answering), job }
    return { reply: spoil(met.effect, meeting, answering), job, fault: met.id }
  }

  function meet(meeting: Meeting): MetFault | undefined {
    const { request, wire, job } = meeting
    return faults.meet({
      dialect: wire.dialect,
      model: job.model,
      path: request.path,
      streamed: job.kind === 'completion' && job.streamed,
      key: once(() => digestOf(apiKey(request))),
      tenant: once(() => tenantOf(request)),
      can: effect => canShow(effect, meeting),
    })
  }

  function completed(job: Job): Completion {
    if (job.kind === 'completion') return answering.complete(job)
    return { said: { kind: 'nothing' }, usage: { promptTokens: 0, completionTokens: 0 }, servedBy: job.model ?? '' }
  }
}

function digestOf(key: string | undefined): string | undefined {
  return key === undefined ? undefined : keyDigest(key)
}

/** Works something out when it is first asked for, and only then. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

interface Served {
  readonly reply: Reply
  readonly job?: Job
  readonly fault?: string
}

// A hostile name must not make the log grow.
const MAX_LOGGED = 200

function attemptOf(request: MockRequest): number | null {
  const retries = Number(header(request, 'x-stainless-retry-count') ?? Number.NaN)
  if (Number.isInteger(retries)) return retries + 1
  const attempt = /^attempt=(\d{1,3})/.exec(header(request, 'amz-sdk-request') ?? '')?.[1]
  return attempt === undefined ? null : Number(attempt)
}
