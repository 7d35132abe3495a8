import type { IncomingMessage, ServerResponse } from 'node:http'
import { messageOf } from '../../model/error.ts'
import { withoutStop } from '../../model/sentence.ts'
import { WIRES } from '../dialects/all.ts'
import { spoil } from '../faults/effects.ts'
import type { MetFault } from '../faults/fault-book.ts'
import { meet } from '../faults/meet.ts'
import type { Meeting } from '../faults/showing.ts'
import { logEntry } from '../log-entry.ts'
import { play } from '../play.ts'
import type { Providers } from '../providers.ts'
import { receive } from '../receive.ts'
import type { MockRequest } from '../request.ts'
import { serviceFor } from '../services.ts'
import { taskOf } from '../task.ts'
import type { Job, Wire } from '../wire.ts'
import { canForward, relaySpoilt, standsAlone } from './spoilt-relay.ts'
import { passedOn, upstreamAt } from './upstream.ts'

/** Hands every request on to a real provider, and its answer back, spoilt where a fault says so. */
export function forwarder(
  base: URL,
  { faults, log, answering }: Providers,
  onTrouble: (sentence: string) => void,
): (message: IncomingMessage, response: ServerResponse) => void {
  const upstream = upstreamAt(base)

  return (message, response) =>
    receive(message, request => {
      const receivedMs = performance.now()
      const seen = look(request)
      if (request.body === undefined) {
        done(request, seen, 413, null)
        play(seen.wire.failure({ status: 413 }, answering.mint), response, message.socket)
      } else if (seen.met !== undefined && standsAlone(seen.met.effect)) {
        const reply = spoil(seen.met.effect, seen.meeting, answering)
        done(request, seen, reply.head === 'withheld' ? null : reply.status, null)
        play(reply, response, message.socket)
      } else {
        relay(request, seen, { message, response, receivedMs })
      }
    })

  function look(request: MockRequest): Looked {
    const service = serviceFor(request, WIRES)
    const { wire } = service
    const job = jobOf(() => taskOf(request, service, answering.mint))
    if (job === undefined) return { wire, job, met: undefined }
    const meeting: Meeting = { request, wire, job, completion: () => nothing(job) }
    const met = meet(faults, meeting, canForward)
    return met === undefined ? { wire, job, met } : { wire, job, met, meeting }
  }

  function relay(request: MockRequest, seen: Looked, { message, response, receivedMs }: Front): void {
    const asked = upstream(
      request,
      { plain: seen.met !== undefined },
      {
        response: incoming => {
          const answeredMs = performance.now()
          const headers = passedOn(incoming.headers)
          if (incoming.headers['content-length'] !== undefined)
            headers['content-length'] = incoming.headers['content-length']
          // A real connection that breaks, breaks for the caller too.
          incoming.once('error', () => message.socket.resetAndDestroy())
          if (seen.met === undefined) {
            response.writeHead(incoming.statusCode ?? 502, headers)
            response.flushHeaders()
            incoming.pipe(response)
            done(request, seen, incoming.statusCode ?? null, sentMs - receivedMs + performance.now() - answeredMs)
            return
          }
          done(request, seen, incoming.statusCode ?? null, null)
          const { meeting, met } = seen
          relaySpoilt(met.effect, incoming, headers, response, message.socket, { meeting, mint: answering.mint }).catch(
            () => message.socket.resetAndDestroy(),
          )
        },
        failed: error => {
          // What breaks after its head breaks for the caller too, by way of the answer itself.
          if (response.destroyed || response.headersSent) return
          onTrouble(`Could not reach ${base.origin}: ${withoutStop(messageOf(error))}.`)
          done(request, seen, 502, null)
          response.writeHead(502, { 'content-type': 'text/plain' })
          response.end(`The mock could not reach ${base.origin}.\n`)
        },
      },
    )
    const sentMs = performance.now()
    response.once('close', asked.giveUp)
  }

  function done(request: MockRequest, { wire, job, met }: Looked, status: number | null, addedMs: number | null): void {
    log.add(logEntry(request, wire, job, { status, fault: met?.id ?? null, addedMs }))
  }
}

type Looked = { readonly wire: Wire } & (
  | { readonly job: Job | undefined; readonly met: undefined }
  | { readonly job: Job; readonly met: MetFault; readonly meeting: Meeting }
)

interface Front {
  readonly message: IncomingMessage
  readonly response: ServerResponse
  readonly receivedMs: number
}

/** A request that we do not understand is the real provider's to refuse: it meets no fault. */
function jobOf(read: () => ReturnType<typeof taskOf>): Job | undefined {
  try {
    const task = read()
    return task.kind === 'job' ? task.job : undefined
  } catch {
    return undefined
  }
}

function nothing(job: Job): ReturnType<Meeting['completion']> {
  return { said: { kind: 'nothing' }, usage: { promptTokens: 0, completionTokens: 0 }, servedBy: job.model ?? '' }
}
