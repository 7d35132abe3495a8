import { performance } from 'node:perf_hooks'
import type { LoadEnd, LoadSecond } from '../../model/load.ts'
import { canarySearch } from '../../probes/canaries/canary-text.ts'
import { fifo } from '../../probes/fifo.ts'
import type { Call } from '../../wire/connection.ts'
import { connections } from '../../wire/connections.ts'
import { type ReadyRequest, requestBytes } from '../../wire/request-bytes.ts'
import { arrivalTimes } from '../arrivals.ts'
import { mixing } from '../mixing.ts'
import type { LoadAnswer, LoadOrder, OrderedPart } from '../order.ts'
import { rateCap } from '../rate-cap.ts'
import { secondTally } from '../second-tally.ts'
import { tokensOf } from '../tokens.ts'
import { hoard } from './hoard.ts'
import { idleMeter } from './idle-meter.ts'

/** Whoever hears what a sender does. */
export interface SenderEars {
  second(second: LoadSecond): void
  answer(answer: LoadAnswer): void
  sighting(sighting: { readonly canary: string; readonly where: string }): void
  ended(end: LoadEnd): void
}

export interface Sender {
  /** Nothing new leaves, and what is under way is given up. */
  stop(end: LoadEnd): void
}

/** One of several senders of one load: it takes every so many-th request. */
export interface Share {
  readonly of: number
  readonly which: number
}

interface ReadyPart extends OrderedPart {
  readonly ready: ReadyRequest
}

// Answers must be heard between two bursts of sending, or they would all seem late.
const MOST_AT_ONCE = 64
const MOST_WAITING = 100_000
const LOOK_FOR_LATE_EVERY_MS = 20
const SECOND_MS = 1000

/** Sends a load by its schedule. Nothing the platform does or leaves undone shifts what is due later. */
export function startSender(order: LoadOrder, ears: SenderEars, share: Share = { of: 1, which: 0 }): Sender {
  const { caps } = order
  const parts: readonly ReadyPart[] = order.parts.map(part => ({ ...part, ready: requestBytes(part.request) }))
  const nextPart = mixing(parts, order.seed)
  const lets = rateCap(caps.perSecond)
  const times = arrivalTimes(order.arrivals, order.seed)
  const tally = secondTally()
  const hoarded = hoard()
  const mostInFlight = Math.max(1, Math.floor(caps.inFlight / share.of))
  const waiting = fifo<{ readonly dueMs: number; readonly part: ReadyPart }>()
  const counted = { bytes: 0, tokens: 0, inFlight: 0, number: 0 }
  const countsTokens = caps.tokens !== undefined || caps.money !== undefined
  const keepsBody = countsTokens && caps.tokensAt !== undefined
  const startMs = performance.now()
  const nowMs = () => performance.now() - startMs
  const pool = connections(nowMs)
  let nextDueMs = times.next().value
  let closesMs = SECOND_MS
  let ended: LoadEnd | undefined
  let timer: NodeJS.Timeout | undefined

  const idle = idleMeter(nowMs)
  const due = (dueMs: number): void => {
    const part = nextPart()
    const mine = counted.number++ % share.of === share.which
    const allowed = lets(dueMs)
    if (!mine) return
    tally.due(1)
    tally.late(Math.max(0, nowMs() - dueMs))
    if (!allowed || waiting.size >= MOST_WAITING) tally.capped(1)
    else if (counted.inFlight >= mostInFlight) waiting.put({ dueMs, part })
    else send(dueMs, part)
  }
  const hearBytes = (bytes: number): void => {
    tally.heard(bytes)
    spend(bytes)
  }
  const send = (dueMs: number, part: ReadyPart): void => {
    counted.inFlight++
    const { length } = part.ready.bytes
    tally.sent(length, counted.inFlight)
    spend(length)
    if (ended !== undefined) return
    if (part.holdMs === undefined) pool.take(part.ready.origin).send(callOf(dueMs, part))
    else hoarded.open(part.request, part.holdMs, outcome => landed(dueMs, part, outcome, 0))
  }
  const callOf = (dueMs: number, part: ReadyPart): Call => {
    let heardBytes = 0
    const pieces: Buffer[] | undefined = keepsBody ? [] : undefined
    const search = canarySearch(order.canaries, canary => ears.sighting({ canary, where: `${part.name} (load)` }))
    return {
      request: part.ready,
      readBytesPerSecond: part.readBytesPerSecond,
      giveUpMs: nowMs() + part.timeoutMs,
      headed: (_, bytes, from, to) => search?.(bytes.subarray(from, to)),
      heard(bytes, from, to) {
        heardBytes += to - from
        hearBytes(to - from)
        search?.(bytes.subarray(from, to))
        pieces?.push(Buffer.from(bytes.subarray(from, to)))
      },
      ended: outcome => landed(dueMs, part, outcome, heardBytes, pieces),
    }
  }
  const landed = (dueMs: number, part: ReadyPart, outcome: string, heardBytes: number, pieces?: Buffer[]): void => {
    idle.worked()
    counted.inFlight--
    const tookMs = nowMs() - dueMs
    const body = pieces && Buffer.concat(pieces).toString()
    const tokens = countsTokens ? tokensOf({ body, heardBytes }, part.ready.bytes.length, caps.tokensAt) : 0
    counted.tokens += tokens
    // What we gave up ourselves, because the load ended, says nothing about the platform.
    if (ended !== undefined) return
    tally.answered(outcome, tookMs, tokens)
    if (order.tellEach) ears.answer({ dueMs, tookMs, outcome })
    checkCaps()
    const next = ended === undefined ? waiting.take() : undefined
    if (next !== undefined) send(next.dueMs, next.part)
  }
  const spend = (bytes: number): void => {
    counted.bytes += bytes
    if (counted.bytes >= caps.bytes / share.of) stop('bytes')
  }
  const checkCaps = (): void => {
    if (caps.tokens !== undefined && counted.tokens >= caps.tokens / share.of) stop('tokens')
    const { money, pricePerMillionTokens: price } = caps
    if (money === undefined || price === undefined) return
    if ((counted.tokens * price) / 1_000_000 >= money / share.of) stop('money')
  }

  const pump = (): void => {
    if (ended !== undefined) return
    let taken = 0
    for (; nextDueMs !== undefined && nextDueMs <= nowMs() && taken < MOST_AT_ONCE; taken++) {
      if (nextDueMs >= order.forMs) break
      // A request belongs to the second in which it was due, however late its turn comes.
      while (nextDueMs >= closesMs) closeSecond()
      due(nextDueMs)
      nextDueMs = times.next().value
      if (ended !== undefined) return
    }
    idle.turned(taken)
    if (nowMs() >= order.forMs) stop('time')
    else if (nextDueMs !== undefined) waitFor(nextDueMs)
    else if (counted.inFlight > 0 || waiting.size > 0) timer = setTimeout(pump, LOOK_FOR_LATE_EVERY_MS)
    else stop('schedule')
  }
  const waitFor = (dueMs: number): void => {
    const waitMs = Math.min(dueMs, order.forMs) - nowMs()
    // A timer is a millisecond wide; what is due sooner is waited for turn by turn, so that answers are heard meanwhile.
    if (waitMs >= 1) {
      idle.sleeps()
      timer = setTimeout(pump, Math.floor(waitMs))
    } else setImmediate(pump)
  }
  const watch = setInterval(pool.sweep, LOOK_FOR_LATE_EVERY_MS)
  const closeSecond = (): void => {
    ears.second(tally.close(idle.busyRatio()))
    closesMs += SECOND_MS
  }
  // Counted from the start: seconds that are measured one by one would grow longer together.
  const closeInTime = (): void => {
    while (nowMs() >= closesMs) closeSecond()
    second = setTimeout(closeInTime, closesMs - nowMs())
  }
  let second = setTimeout(closeInTime, SECOND_MS)

  const stop = (end: LoadEnd): void => {
    if (ended !== undefined) return
    ended = end
    clearTimeout(timer)
    clearInterval(watch)
    clearTimeout(second)
    pool.destroy()
    hoarded.destroy()
    // What was under way ends in this turn of the loop, and belongs to the last second.
    setImmediate(() => {
      ears.second(tally.close(idle.busyRatio()))
      ears.ended(end)
    })
  }
  pump()
  return { stop }
}
