import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { MockEffect } from '../fault.ts'
import { otherBody } from '../faults/cutting.ts'
import type { Meeting } from '../faults/showing.ts'
import { canShow, streamErrorsOf } from '../faults/showing.ts'
import { FLUSH_MS, type Outlet } from '../play.ts'
import { wholeReply } from '../reply.ts'
import type { Mint } from '../wire.ts'
import { eventsOf, framingOf } from './events.ts'

/** The effects that can be done to somebody else's answer, or instead of it. What the model says is the real one's business. */
export function canForward(effect: MockEffect, meeting: Meeting): boolean {
  switch (effect.kind) {
    case 'empty':
    case 'malformedArguments':
    case 'wrongModel':
    case 'degrade':
    case 'usage':
    case 'embedding':
      return false
    case 'blocked':
      return effect.what === 'prompt' && meeting.wire.blockedPrompt !== undefined && canShow(effect, meeting)
    default:
      return canShow(effect, meeting)
  }
}

/** Whether an effect takes the place of the real answer, so that the provider need not be asked. */
export function standsAlone(effect: MockEffect): boolean {
  switch (effect.kind) {
    case 'status':
    case 'error':
    case 'contract':
    case 'blocked':
      return true
    case 'body':
      return effect.of !== 'broken-json'
    case 'stall':
    case 'reset':
      return effect.after === 'nothing'
    default:
      return false
  }
}

/** Hands a real answer on, spoilt on the way. Resolves when there is no more to be done. */
export async function relaySpoilt(
  effect: MockEffect,
  incoming: IncomingMessage,
  headers: OutgoingHttpHeaders,
  outlet: Outlet,
  socket: Pick<Socket, 'resetAndDestroy'>,
  { meeting, mint }: { readonly meeting: Meeting; readonly mint: Mint },
): Promise<void> {
  if (effect.kind === 'slow') await wait(effect.headMs ?? 0)
  const { 'content-length': _, ...unmeasured } = headers
  outlet.writeHead(incoming.statusCode ?? 502, unmeasured)
  outlet.flushHeaders()
  const framing = framingOf(incoming.headers['content-type'])
  const { limit, half } = breakOf(effect)
  let sent = 0
  for await (const event of limit === 0 && !half ? [] : eventsOf(incoming, framing)) {
    if (sent === limit) {
      outlet.write(firstHalf(event))
      break
    }
    if (effect.kind === 'slow') await wait(gapMs(effect, sent))
    // What has no events has no other place to break than its middle.
    if (framing === 'none' && limit < Infinity) outlet.write(firstHalf(event))
    else outlet.write(effect.kind === 'body' && sent === BROKEN ? broken(event) : event)
    sent += 1
    if (sent === limit && !half) break
  }
  incoming.destroy()
  if (effect.kind === 'midStreamError') {
    const errors = streamErrorsOf(meeting.job, meeting.wire)
    outlet.write((effect.name === undefined ? Object.values(errors)[0] : errors[effect.name])?.(mint, sent) ?? '')
  }
  if (effect.kind === 'stall') return
  if (effect.kind !== 'reset') outlet.end()
  else {
    // What is still in our own buffers would be thrown away with the connection.
    await wait(FLUSH_MS)
    socket.resetAndDestroy()
  }
}

// The third event: what came before it was good.
const BROKEN = 2

/** After how many events the real answer is left, and whether the next one is begun. */
function breakOf(effect: MockEffect): { readonly limit: number; readonly half: boolean } {
  switch (effect.kind) {
    case 'stall':
    case 'reset':
      return { limit: typeof effect.after === 'number' ? effect.after : 0, half: false }
    case 'truncate':
    case 'halfFrame':
    case 'midStreamError':
      return { limit: effect.afterChunks, half: effect.kind === 'halfFrame' }
    default:
      return { limit: Infinity, half: false }
  }
}

function gapMs(
  { firstTokenMs = 0, tokensPerSecond = Infinity }: Extract<MockEffect, { kind: 'slow' }>,
  sent: number,
): number {
  return sent === 0 ? firstTokenMs : 1000 / tokensPerSecond
}

function firstHalf(event: Uint8Array): Uint8Array {
  return event.subarray(0, Math.floor(event.length / 2))
}

function broken(event: Uint8Array): Uint8Array | string {
  const text = Buffer.from(event).toString('latin1')
  const [chunk] = otherBody(wholeReply(200, {}, text), 'broken-json').chunks
  return Buffer.from(String(chunk?.data ?? ''), 'latin1')
}
