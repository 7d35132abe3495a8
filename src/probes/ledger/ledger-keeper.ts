import type { Happening } from '../../model/event.ts'
import type { HttpOutcome } from '../../model/http.ts'
import type { Acknowledgement, Ledger, LedgerRemoval } from '../../model/ledger.ts'
import type { LedgerWrote, ReadMoment } from '../../model/ledger-event.ts'
import type { World } from '../../model/world.ts'
import { holds, parsed } from '../answer.ts'
import { requestForm } from '../fill-request.ts'
import { valueAt } from '../json-path.ts'
import { keepSchedule, type Timing } from '../schedule.ts'
import { makeBook } from './book.ts'
import { type Entry, entryOf, prefixOf } from './entry.ts'
import { readBack } from './read-back.ts'

/** A ledger being written, and read back when asked. */
export interface LedgerKeeper {
  /** Reads back everything noted so far, and notes what became of it. */
  readBack(during: ReadMoment, signal: AbortSignal): Promise<void>
  /** Ends the writing and waits for the acknowledgements still under way. */
  stopWriting(): Promise<void>
}

export interface Keeping {
  /** The drill's name: no entry of another drill is like one of ours. */
  readonly drill: string
  /** The drill's clock. */
  readonly nowMs: () => number
  readonly note: (happening: Happening) => void
  /** How much later than at once the first entry is written. */
  readonly phaseMs?: number
}

/**
 * Writes a ledger on its fixed schedule, and deletes some entries again, until told to stop. Nothing is ever sent twice: what is there
 * twice was made twice by the platform.
 */
export function keepLedger(world: Pick<World, 'clock' | 'http'>, ledger: Ledger, keeping: Keeping): LedgerKeeper {
  const { nowMs, note, phaseMs = 0 } = keeping
  const prefix = prefixOf(keeping.drill, ledger.id)
  const book = makeBook()
  const known = new Map<string, number>()
  const stop = new AbortController()
  const removals = new Set<Promise<void>>()
  const names = { prefix, known: (name: string) => known.get(name) }

  const writeForm = requestForm(ledger.write.request)
  const writing = keepSchedule<Answered, LedgerWrote>(world.clock, {
    everyMs: ledger.everyMs,
    phaseMs,
    maxInFlight: ledger.maxInFlight,
    nowMs,
    signal: stop.signal,
    async ask(n) {
      const entry = entryOf(prefix, n)
      const request = writeForm(valuesOf(prefix, n, entry))
      return { sum: entry.sum, outcome: await world.http.send(request, { timeoutMs: ledger.timeoutMs }) }
    },
    answered: (entry, answered, timing) => wrote(ledger, entry, timing, answered),
    shed: (entry, timing) => ({
      ...noted(ledger, entry, timing, entryOf(prefix, entry).sum),
      ...{ acked: false, shed: true as const, known: undefined, detail: tooMany(ledger) },
    }),
    emit(told) {
      const ackMs = told.dueMs + told.tookMs
      book.wrote(told.acked ? ackMs : undefined)
      if (told.known !== undefined) known.set(told.known, told.entry)
      note({ type: 'ledger.wrote', ...told })
      if (told.acked && ledger.remove !== undefined && isToGo(ledger.remove, told.entry)) {
        const removal = remove(ledger.remove, told).finally(() => removals.delete(removal))
        removals.add(removal)
      }
    },
  })

  const remove = async (how: LedgerRemoval, { entry, known: name }: LedgerWrote): Promise<void> => {
    if (!(await slept(world, how.afterMs, stop.signal))) return
    book.removing(entry)
    const values = valuesOf(prefix, entry, entryOf(prefix, entry))
    const request = requestForm(how.request)({ ...values, 'entry.known': name ?? '' })
    const outcome = await world.http.send(request, { timeoutMs: ledger.timeoutMs })
    const atMs = Math.round(nowMs() * 1000) / 1000
    const detail = whyNot(outcome, how.acked)
    if (detail === undefined) book.removed(entry, atMs)
    note({ type: 'ledger.removed', ledger: ledger.id, entry, atMs, acked: detail === undefined, detail })
  }
  return {
    readBack: (during, signal) => readBack(world, ledger, during, { book, names, nowMs, note, signal }),
    async stopWriting() {
      stop.abort()
      await writing
      await Promise.all(removals)
    },
  }
}

/** What was answered to one write, and the checksum of what was written. */
interface Answered {
  readonly sum: string
  readonly outcome: HttpOutcome
}

function valuesOf(prefix: string, number: number, { id, text, sum }: Entry): Readonly<Record<string, string>> {
  return {
    'entry.id': id,
    'entry.text': text,
    'entry.sum': sum,
    'entry.number': String(number),
    'ledger.prefix': prefix,
  }
}

function wrote(ledger: Ledger, entry: number, timing: Timing, { sum, outcome }: Answered): LedgerWrote {
  const known = nameIn(ledger, outcome)
  const nameless = ledger.write.idAt !== undefined && known === undefined
  const detail =
    whyNot(outcome, ledger.write.acked) ?? (nameless ? `${ledger.write.idAt} does not name the entry` : undefined)
  const acked = detail === undefined
  return { ...noted(ledger, entry, timing, sum), acked, known: acked ? known : undefined, detail }
}

function noted({ id }: Ledger, entry: number, timing: Timing, sum: string) {
  return { ledger: id, entry, ...timing, sum }
}

function nameIn({ write }: Ledger, outcome: HttpOutcome): string | undefined {
  if (write.idAt === undefined || outcome.kind === 'failed') return undefined
  const name = valueAt(parsed(outcome.body), write.idAt)
  return typeof name === 'string' || typeof name === 'number' ? String(name) : undefined
}

/** Why an answer is no acknowledgement; undefined if it is one. */
function whyNot(outcome: HttpOutcome, { status, json }: Acknowledgement): string | undefined {
  if (outcome.kind === 'failed') return `${outcome.reason}: ${outcome.detail}`
  if (outcome.status !== status) return `status ${outcome.status} instead of ${status}`
  const body = json.length > 0 ? parsed(outcome.body) : undefined
  const broken = json.find(rule => !holds(rule, body))
  return broken === undefined ? undefined : `${broken.path} does not say so`
}

function isToGo({ everyNth }: LedgerRemoval, entry: number): boolean {
  return entry % everyNth === everyNth - 1
}

function tooMany({ maxInFlight }: Ledger): string {
  return `${maxInFlight} writes were already waiting for their acknowledgement`
}

async function slept(world: Pick<World, 'clock'>, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await world.clock.sleep(ms, signal)
    return true
  } catch {
    return false
  }
}
