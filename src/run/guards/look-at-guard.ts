import { resolve } from 'node:path'
import { smokeGate } from '../../gates/smoke.ts'
import { compares } from '../../model/comparison.ts'
import { messageOf } from '../../model/error.ts'
import type { GuardState } from '../../model/event.ts'
import type { HttpOutcome, HttpRequest } from '../../model/http.ts'
import type { Platform } from '../../model/platform.ts'
import type { WatchedGuard } from '../../model/scenario.ts'
import type { Signal } from '../../model/signal.ts'
import type { World } from '../../model/world.ts'
import { holds, parsed } from '../../probes/answer.ts'
import type { Asking } from '../../probes/ask/answer.ts'
import type { SignalWatch } from '../signal-watch.ts'

/** What one look at a guard found. Blind is what could not be found out. */
export interface GuardLook {
  readonly state: GuardState
  readonly detail: string
}

/** What is looked at: a platform, and what it has posted to us. */
export interface Watched {
  readonly platform: Platform
  readonly heard: Pick<SignalWatch, 'isOn'>
}

/** Looks once at what a guard watches, and takes no longer than it is given. */
export async function lookAtGuard(
  world: Asking & Pick<World, 'files'>,
  watched: Watched,
  guard: WatchedGuard,
  timeoutMs: number,
): Promise<GuardLook> {
  const over = new AbortController()
  // A disk may hang as a server does.
  const late = world.clock.sleep(timeoutMs, over.signal).then(() => blind(`no answer within ${timeoutMs} ms`))
  late.catch(() => {})
  try {
    return await Promise.race([look(world, watched, guard, timeoutMs), late])
  } catch (error) {
    return blind(messageOf(error))
  } finally {
    over.abort()
  }
}

async function look(
  world: Asking & Pick<World, 'files'>,
  { platform, heard }: Watched,
  guard: WatchedGuard,
  timeoutMs: number,
): Promise<GuardLook> {
  const ask = (request: HttpRequest) => world.http.send(request, { timeoutMs })
  /** Whether it is on, or why nobody knows. */
  const isOn = async (signal: Signal): Promise<boolean | string> => {
    if (signal.kind === 'received') return heard.isOn(signal.id) ?? 'cannot be received any more'
    const outcome = await ask(signal.request)
    const body = outcome.kind === 'failed' ? undefined : parsed(outcome.body)
    if (body === undefined) return `could not be asked for: ${whyNot(outcome)}`
    return signal.when.every(rule => holds(rule, body))
  }
  switch (guard.kind) {
    case 'file': {
      const there = await world.files.exists(resolve(platform.dir, guard.file))
      return there ? bad(`the file ${guard.file} is there`) : good(`there is no file ${guard.file}`)
    }
    case 'signal': {
      const signal = platform.signals.find(known => known.id === guard.signal)
      if (signal === undefined) return blind(`the platform has no signal ${guard.signal}`)
      const on = await isOn(signal)
      if (typeof on === 'string') return blind(`the signal ${guard.signal} ${on}`)
      return (on === guard.on ? bad : good)(`the signal ${guard.signal} is ${on ? 'on' : 'off'}`)
    }
    case 'check': {
      const { verdict, detail } = await smokeGate(world, platform, guard.check)
      if (verdict === 'inconclusive') return blind(detail)
      return verdict === 'passed'
        ? good(`the check ${guard.check} is good`)
        : bad(`the check ${guard.check} is bad (${detail})`)
    }
    case 'prometheus': {
      const query = encodeURIComponent(guard.query)
      const url = `${(platform.prometheus ?? '').replace(/\/$/, '')}/api/v1/query?query=${query}`
      const outcome = await ask({ method: 'GET', url, headers: {}, body: undefined })
      const values = outcome.kind === 'failed' ? undefined : valuesIn(parsed(outcome.body))
      if (values === undefined) return blind(`Prometheus could not be asked for ${guard.query}: ${whyNot(outcome)}`)
      // No series at all is a metric that is not there, or a slip in its name: nobody knows.
      if (values.length === 0 || values.some(Number.isNaN)) return blind(`${guard.query} has no value`)
      const hit = values.find(value => compares(value, guard.is, guard.limit))
      if (hit === undefined) return good(`${guard.query} is ${values.slice(0, 3).join(', ')}`)
      return bad(`${guard.query} is ${hit}, which is ${guard.is} ${guard.limit}`)
    }
    default:
      return guard satisfies never
  }
}

function good(detail: string): GuardLook {
  return { state: 'good', detail }
}

function bad(detail: string): GuardLook {
  return { state: 'bad', detail }
}

function blind(detail: string): GuardLook {
  return { state: 'blind', detail }
}

function whyNot(outcome: HttpOutcome): string {
  return outcome.kind === 'failed' ? outcome.detail : `status ${outcome.status}, and no answer that can be read`
}

/** The numbers of an instant query's answer; undefined if it is no such answer. */
function valuesIn(body: unknown): readonly number[] | undefined {
  const { status, data } = (body ?? {}) as { status?: unknown; data?: { resultType?: unknown; result?: unknown } }
  if (status !== 'success' || !Array.isArray(data?.result)) return undefined
  if (data.resultType === 'scalar') return [numberIn(data.result[1])]
  if (data.resultType !== 'vector') return undefined
  return (data.result as readonly { value?: readonly unknown[] }[]).map(({ value }) => numberIn(value?.[1]))
}

/** Prometheus writes numbers as text, and the endless ones in its own way. */
function numberIn(value: unknown): number {
  if (value === '+Inf') return Number.POSITIVE_INFINITY
  if (value === '-Inf') return Number.NEGATIVE_INFINITY
  return typeof value === 'string' && value !== '' ? Number(value) : Number.NaN
}
