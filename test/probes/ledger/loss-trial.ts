import { measuring } from '../../../src/measure/measuring.ts'
import type { DrillEvent, Happening } from '../../../src/model/event.ts'
import type { LedgerWrote } from '../../../src/model/ledger-event.ts'
import { seededRandom } from '../../../src/model/random.ts'
import { keepLedger } from '../../../src/probes/ledger/ledger-keeper.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { broken } from '../../measure/story.ts'
import { type Archive, ledgerOf, type Manner, numberIn, openArchive } from '../../support/archive.ts'
import { platformWith, scenarioWith, startedWith } from '../../support/drill.ts'
import { eventually } from '../../support/wait.ts'

const world = nodeWorld()

/** What a ledger said of a real server that lost, spoilt and doubled some of what it was given, and what the server itself knows. */
export interface LossTrial {
  readonly measured: Account
  readonly true: Account
}

export interface Account {
  readonly acked: number
  readonly kept: number
  readonly lost: number
  readonly lostAfterT0: number
  readonly corrupt: number
  readonly duplicated: number
  readonly unknown: number
  readonly rpoMs: number | null
}

/** Writes to an archive that treats each entry as the seed says, goes back to an older state of it, writes on, and reads it back. */
export async function lossTrial(seed: number): Promise<LossTrial> {
  const random = seededRandom(seed)
  await using archive = await openArchive({ pageSize: 3 + Math.floor(random() * 20) })
  const manners = Array.from({ length: 1000 }, () => mannerBy(random()))
  archive.treat(entry => manners[entry] ?? 'keep')
  const ledger = ledgerOf(archive, { everyMs: 4 + Math.floor(random() * 8), timeoutMs: 600 })

  const platform = platformWith({ ledgers: [ledger] })
  const scenario = scenarioWith({ targets: { ...scenarioWith().targets, rpoMs: 60_000 } })
  const startMs = world.clock.nowMs()
  const nowMs = (): number => world.clock.nowMs() - startMs
  const events: DrillEvent[] = []
  const note = (happening: Happening): void => {
    events.push({ seq: events.length, atMs: nowMs(), wall: '', ...happening })
  }
  note(startedWith({ platform, scenario }))
  const keeper = keepLedger(world, ledger, { drill: `trial-${seed}`, nowMs, note })
  await eventually('a history', () => written(events).length >= 30 + random() * 40)

  const t0Ms = nowMs()
  for (const [, happening] of broken(t0Ms)) note(happening)
  rollBack(archive, Math.floor(random() * 15))
  spoil(archive, random)
  const enough = written(events).length + 20
  await eventually('some more after the fault', () => written(events).length >= enough)
  await keeper.stopWriting()
  const truth = accountOf(archive, written(events), t0Ms)
  await keeper.readBack('recovered', new AbortController().signal)
  note({ type: 'drill.finished' })
  return { measured: measuredAccount(events), true: truth }
}

function mannerBy(lot: number): Manner {
  if (lot < 0.03) return 'refuse'
  if (lot < 0.05) return 'hang'
  if (lot < 0.08) return 'keep-without-saying'
  if (lot < 0.1) return 'say-without-keeping'
  return lot < 0.13 ? 'twice' : 'keep'
}

/** As a restore from a backup does: the newest entries were never there. */
function rollBack(archive: Archive, newest: number): void {
  const names = [...new Set(archive.kept.map(({ name }) => name))]
  const gone = new Set(names.slice(names.length - newest))
  archive.kept = archive.kept.filter(({ name }) => !gone.has(name))
}

function spoil(archive: Archive, random: () => number): void {
  archive.kept = archive.kept.map(entry => (random() < 0.04 ? { ...entry, text: `${entry.text.slice(1)}?` } : entry))
}

function written(events: readonly DrillEvent[]): readonly LedgerWrote[] {
  return events.filter(event => event.type === 'ledger.wrote')
}

/** Straight from what the archive holds, without reading it through its door. */
function accountOf(archive: Archive, wrote: readonly LedgerWrote[], t0Ms: number): Account {
  const acked = wrote.filter(each => each.acked)
  const copies = acked.map(each => {
    const there = archive.kept.filter(({ name }) => numberIn(name) === each.entry)
    const isSpoilt = there.some(({ text, name }) => !text.startsWith(`${name} `) || text.endsWith('?'))
    return { ackMs: each.dueMs + each.tookMs, times: there.length, isSpoilt }
  })
  const lost = copies.filter(({ times }) => times === 0)
  const before = lost.filter(({ ackMs }) => ackMs < t0Ms)
  const corrupt = copies.filter(({ isSpoilt }) => isSpoilt).length
  const duplicated = copies.filter(({ times, isSpoilt }) => times > 1 && !isSpoilt).length
  return {
    acked: acked.length,
    kept: acked.length - lost.length - corrupt - duplicated,
    lost: lost.length,
    lostAfterT0: lost.length - before.length,
    corrupt,
    duplicated,
    unknown: wrote.length - acked.length,
    rpoMs: before.length === 0 ? 0 : t0Ms - Math.min(...before.map(({ ackMs }) => ackMs)),
  }
}

function measuredAccount(events: readonly DrillEvent[]): Account {
  const measure = measuring()
  for (const event of events) measure.see(event)
  const { acked, kept, lost, lostAfterT0, corrupt, duplicated, unknown, achievedMs } = measure.result().rpo
  return { acked, kept, lost, lostAfterT0, corrupt, duplicated, unknown, rpoMs: achievedMs }
}
