import type { Signal } from '../model/platform.ts'
import type { World } from '../model/world.ts'
import { holds, parsed } from './answer.ts'

/** One change of a signal. A platform that cannot be asked, or answers with no JSON, says nothing: the signal stays as it was. */
export interface SignalChange {
  readonly signal: string
  readonly on: boolean
  readonly detail: string
}

/** Asks the platform again and again for one signal, and tells each change, until told to stop. */
export async function watchSignal(
  world: Pick<World, 'clock' | 'http'>,
  signal: Signal,
  watch: { readonly emit: (change: SignalChange) => void; readonly stop: AbortSignal },
): Promise<void> {
  let was = false
  while (!watch.stop.aborted) {
    const on = await isOn(world, signal)
    if (on !== undefined && on !== was && !watch.stop.aborted) {
      was = on
      watch.emit({ signal: signal.id, on, detail: wordsOf(signal) })
    }
    await world.clock.sleep(signal.everyMs, watch.stop).catch(() => {})
  }
}

async function isOn(world: Pick<World, 'http'>, signal: Signal): Promise<boolean | undefined> {
  const outcome = await world.http.send(signal.request, { timeoutMs: Math.max(1000, signal.everyMs) })
  if (outcome.kind === 'failed') return undefined
  const body = parsed(outcome.body)
  if (body === undefined) return undefined
  return signal.when.every(rule => holds(rule, body))
}

function wordsOf({ when }: Signal): string {
  return when
    .map(rule =>
      `${rule.path} ${rule.kind} ${'value' in rule ? JSON.stringify(rule.value) : 'text' in rule ? rule.text : ''}`.trim(),
    )
    .join(', ')
}
