import { draws } from '../../src/proxy/stream/draw.ts'
import { Slot } from '../../src/proxy/stream/slot.ts'
import type { Ending, Toxic, ToxicType } from '../../src/proxy/toxics/toxic.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'

/** One or more toxics in a row, in fake time, with everything that came out of the last. */
export interface Staged {
  readonly clock: FakeClock
  /** What came out and when: `100 abc`, `200 (fin)`. */
  readonly out: string[]
  /** How often each toxic was met. */
  readonly met: readonly string[]
  send(text: string): void
  end(ending: Ending): void
  set(attributes: Readonly<Record<string, number>>): void
  remove(): void
  held(): number
}

type Step = readonly [ToxicType, Readonly<Record<string, number>>]

export function staged(steps: readonly Step[], { joined = false, seed = 1 } = {}): Staged {
  const clock = fakeClock()
  const out: string[] = []
  const met: string[] = []
  const host = { clock, moved() {}, met: (toxic: Toxic) => void met.push(toxic.name) }
  const outside = {
    data: (chunk: Buffer) => void out.push(`${clock.nowMs()} ${chunk.toString('latin1')}`),
    end: (ending: Ending) => void out.push(`${clock.nowMs()} (${ending})`),
  }
  const slots: Slot[] = []
  for (const [type, attributes] of steps.toReversed()) {
    const serial = steps.length - slots.length
    const toxic: Toxic = {
      name: type.type,
      type,
      stream: 'downstream',
      spelling: 'downstream',
      toxicity: 1,
      attributes,
      ttlMs: undefined,
      serial,
    }
    slots.unshift(new Slot(host, toxic, slots[0] ?? outside))
  }
  for (const slot of slots) slot.start(draws(seed, slot.toxic.serial), joined)
  const [first] = slots
  if (first === undefined) throw new Error('no toxics')
  return {
    clock,
    out,
    met,
    send: text => first.data(Buffer.from(text, 'latin1'), clock.nowMs()),
    end: ending => first.end(ending, clock.nowMs()),
    set: attributes => first.update({ ...first.toxic, attributes: { ...first.toxic.attributes, ...attributes } }),
    remove: () => first.remove(),
    held: () => first.heldBytes(),
  }
}
