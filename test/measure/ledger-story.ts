import type { Happening } from '../../src/model/event.ts'
import type { Fate, FatedEntry, Ledger } from '../../src/model/ledger.ts'
import type { ReadMoment } from '../../src/model/ledger-event.ts'
import type { Noted } from './story.ts'

type Drawn = Fate | 'unknown' | 'unsent' | 'removed'

const FATE: Readonly<Record<string, Drawn>> = {
  '.': 'kept',
  x: 'lost',
  c: 'corrupt',
  '2': 'duplicated',
  r: 'resurrected',
  '-': 'removed',
  '?': 'unknown',
  '#': 'unsent',
}

export interface LedgerDrawn {
  readonly ledger?: string
  readonly everyMs?: number
  /** How long every acknowledgement takes. */
  readonly tookMs?: number
  readonly during?: ReadMoment
  /** When it is read back; right after the last write unless given. */
  readonly readAtMs?: number
  /** What keeps it from being read. */
  readonly trouble?: string
}

/**
 * A ledger as a timeline, one column for each write: `.` kept, `x` lost, `c` corrupt, `2` there twice, `?` never acknowledged, `#` never sent,
 * `-` deleted and gone, `r` deleted and back. All of it is read back at the end.
 */
export function ledgerDrawn(drawing: string, drawn: LedgerDrawn = {}): Noted {
  const { ledger = 'runs', everyMs = 100, tookMs = 10, during = 'recovered', trouble } = drawn
  const entries = [...drawing].map((letter, entry) => ({ entry, fate: fateOf(letter), dueMs: entry * everyMs }))
  const readAtMs = drawn.readAtMs ?? entries.length * everyMs + tookMs
  const wrote = entries.map(({ entry, fate, dueMs }): readonly [number, Happening] => [
    dueMs + tookMs,
    {
      type: 'ledger.wrote',
      ...{ ledger, entry, dueMs, tookMs, lateMs: 0, acked: !isOpen(fate), known: undefined, sum: '0' },
      ...(fate === 'unsent' ? { shed: true } : {}),
      detail: isOpen(fate) ? 'timeout' : undefined,
    },
  ])
  const fated = entries.flatMap(({ entry, fate, dueMs }): readonly FatedEntry[] =>
    fate === 'kept' || isOpen(fate) || fate === 'removed' ? [] : [{ entry, fate, ackMs: dueMs + tookMs }],
  )
  const count = (fate: string) => entries.filter(entry => entry.fate === fate).length
  const counts = {
    ...{ kept: count('kept'), lost: count('lost'), corrupt: count('corrupt'), duplicated: count('duplicated') },
    ...{ resurrected: count('resurrected'), removed: count('removed') },
  }
  const complete = trouble === undefined
  const read: Happening = {
    type: 'ledger.read',
    ...{ ledger, during, upTo: entries.length, startedMs: readAtMs, complete, unknownThere: 0, readings: 1, pages: 1 },
    ...{ items: counts.kept, counts: complete ? counts : nothing, detail: trouble ?? 'everything is there' },
  }
  return [
    ...wrote,
    [readAtMs, { type: 'ledger.reading', ledger, during, upTo: entries.length }],
    ...(complete && fated.length > 0
      ? ([[readAtMs + 1, { type: 'ledger.fates', ledger, during, entries: fated }]] as const)
      : []),
    [readAtMs + 2, read],
  ]
}

/** The plainest ledger. */
export function ledgerWith(change: Partial<Ledger> = {}): Ledger {
  const request = { method: 'GET', url: 'http://127.0.0.1:9/', headers: {}, body: undefined }
  return {
    id: 'runs',
    name: change.id?.split('@')[0] ?? 'runs',
    tenant: change.id?.split('@')[1],
    component: undefined,
    write: { request, acked: { status: 201, json: [] }, idAt: undefined },
    remove: undefined,
    read: {
      ...{ request, status: 200, itemsAt: '$', idAt: '$.id', textAt: undefined, sumAt: undefined },
      paging: { kind: 'whole' },
    },
    everyMs: 100,
    timeoutMs: 1000,
    maxInFlight: 10,
    settleMs: 0,
    readWithinMs: 1000,
    firstPageWithinMs: 1000,
    duplicatesAllowed: false,
    ifClaimed: false,
    ...change,
  }
}

const nothing = { kept: 0, duplicated: 0, resurrected: 0, corrupt: 0, lost: 0, removed: 0 }

/** Never acknowledged, whatever became of it. */
function isOpen(fate: Drawn): fate is 'unknown' | 'unsent' {
  return fate === 'unknown' || fate === 'unsent'
}

function fateOf(letter: string): Drawn {
  const fate = FATE[letter]
  if (fate === undefined) throw new Error(`no entry looks like "${letter}"`)
  return fate
}
