import type { JsonRule } from '../model/http.ts'
import type { PolledSignal, SignalChange } from '../model/signal.ts'
import type { World } from '../model/world.ts'
import { holds, parsed } from './answer.ts'

/** Asks the platform again and again for one signal, and tells each change, until told to stop. A platform that cannot be asked, or answers with no JSON, says nothing: the signal stays as it was. */
export async function watchSignal(
  world: Pick<World, 'clock' | 'http'>,
  signal: PolledSignal,
  watch: {
    readonly nowMs: () => number
    readonly emit: (change: SignalChange) => void
    readonly stop: AbortSignal
  },
): Promise<void> {
  let was = false
  while (!watch.stop.aborted) {
    const on = await isOn(world, signal)
    if (on !== undefined && on !== was && !watch.stop.aborted) {
      was = on
      const heardMs = Math.round(watch.nowMs() * 1000) / 1000
      watch.emit({ signal: signal.id, on, detail: wordsOfRules(signal.when), heardMs })
    }
    await world.clock.sleep(signal.everyMs, watch.stop).catch(() => {})
  }
}

async function isOn(world: Pick<World, 'http'>, signal: PolledSignal): Promise<boolean | undefined> {
  const outcome = await world.http.send(signal.request, { timeoutMs: Math.max(1000, signal.everyMs) })
  if (outcome.kind === 'failed') return undefined
  const body = parsed(outcome.body)
  if (body === undefined) return undefined
  return signal.when.every(rule => holds(rule, body))
}

/** Rules as one line of text. */
export function wordsOfRules(rules: readonly JsonRule[]): string {
  return rules
    .map(rule =>
      `${rule.path} ${rule.kind} ${'value' in rule ? JSON.stringify(rule.value) : 'text' in rule ? rule.text : ''}`.trim(),
    )
    .join(', ')
}
