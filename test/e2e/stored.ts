import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { unseal } from '../../fixtures/harbor/objects/sealed.ts'
import type { DrillEvent } from '../../src/model/event.ts'
import { numberOf, prefixOf } from '../../src/probes/ledger/entry.ts'
import { eventsOf } from './blackstart.ts'

/** What one ledger lost by the drill's own account, and what it had to lose by what really lies in Harbor's object storage. */
export interface LossOf {
  readonly measured: readonly number[]
  readonly predicted: readonly number[]
  /** When the oldest write that had to be lost was acknowledged, before the damage. */
  readonly oldestMs: number | undefined
}

/** Compares a ledger's lost entries with the backups, versions of an object or `git`: what was acknowledged before the damage and is in none of them is lost. */
export async function lossOf(
  dir: string,
  ledger: string,
  object: string,
  storedUntil: 'damaged' | 'healed' = 'healed',
): Promise<LossOf> {
  const events = await eventsOf(dir)
  const { intendedMs, injectedMs, startedMs, damageWall, healWall, drill } = landmarks(events)
  const untilWall = storedUntil === 'healed' ? healWall : damageWall
  const prefix = prefixOf(drill, ledger)
  const stored =
    object === 'git'
      ? await entriesInGit(join(dir, 'stage', 'git'), prefix)
      : await entriesIn(join(dir, 'stage', 'objects'), object, prefix, untilWall)
  // What was deleted again on purpose is no loss.
  const removed = new Set(
    events.flatMap(event => (event.type === 'ledger.removed' && event.ledger === ledger ? [event.entry] : [])),
  )
  const wrote = events.filter(
    (event): event is Of<'ledger.wrote'> =>
      event.type === 'ledger.wrote' && event.ledger === ledger && event.acked && !removed.has(event.entry),
  )
  const acks = new Map(wrote.map(event => [event.entry, { dueMs: event.dueMs, ackMs: event.dueMs + event.tookMs }]))
  // What was under way in the few milliseconds of the act itself may be on either side of it.
  const isSure = (entry: number): boolean => {
    const { dueMs = 0, ackMs = 0 } = acks.get(entry) ?? {}
    return ackMs < intendedMs || dueMs > injectedMs
  }
  const measured = events
    .filter((event): event is Of<'ledger.fates'> => event.type === 'ledger.fates' && event.ledger === ledger)
    .filter(({ during }) => during === 'recovered')
    .flatMap(event => event.entries.filter(({ fate }) => fate === 'lost').map(({ entry }) => entry))
  const predicted = [...acks].filter(([entry, { ackMs }]) => ackMs < intendedMs && !stored.has(entry))
  const inOrder = (entries: readonly number[]) => [...new Set(entries)].filter(isSure).sort((a, b) => a - b)
  const oldest = predicted.map(([, { ackMs }]) => ackMs).sort((a, b) => a - b)[0]
  return {
    measured: inOrder(measured),
    predicted: inOrder(predicted.map(([entry]) => entry)),
    oldestMs: oldest === undefined ? undefined : startedMs - oldest,
  }
}

type Of<T extends DrillEvent['type']> = Extract<DrillEvent, { type: T }>

function landmarks(events: readonly DrillEvent[]) {
  const intended = events.find(event => event.type === 'fault.intended')
  const injected = events.find(event => event.type === 'fault.injected')
  const heal = events.find(event => event.type === 'phase.started' && event.phase === 'heal')
  const started = events.find(event => event.type === 'drill.started')
  if (intended === undefined || injected === undefined || heal === undefined || started === undefined)
    throw new Error('nothing was broken')
  return {
    intendedMs: intended.atMs,
    injectedMs: injected.ackMs,
    startedMs: injected.startedMs,
    damageWall: intended.wall,
    damagedMs: Date.parse(injected.wall) - (injected.atMs - injected.startedMs),
    healWall: heal.wall,
    drill: started.drill,
  }
}

/** The entries of a ledger in all versions of an object that were stored before a moment. */
async function entriesIn(
  objects: string,
  name: string,
  prefix: string,
  untilWall: string,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>()
  for (const { sha256 } of (await versionsOf(objects, name)).filter(({ at }) => at < untilWall)) {
    for (const { question, text, name: called } of await rowsIn(objects, sha256, name === 'tenants')) {
      const entry = numberOf(prefix, String(question ?? text ?? called ?? ''))
      if (entry !== undefined) found.add(entry)
    }
  }
  return found
}

/** The entries of a ledger that were committed to git: nobody takes anything out of that. */
async function entriesInGit(folder: string, prefix: string): Promise<ReadonlySet<number>> {
  const files = await readdir(folder)
  const bundles = files.map(async file => JSON.parse(await readFile(join(folder, file), 'utf8')) as { rules: string })
  const entries = (await Promise.all(bundles)).map(({ rules }) => numberOf(prefix, rules))
  return new Set(entries.filter(entry => entry !== undefined))
}

interface StoredVersion {
  readonly version: number
  readonly at: string
  readonly sha256: string
}

async function versionsOf(objects: string, name: string): Promise<readonly StoredVersion[]> {
  const list = await readFile(join(objects, 'names', `${name}.jsonl`), 'utf8')
  return list
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
}

async function rowsIn(
  objects: string,
  sha256: string,
  isSealed = false,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const packed = await readFile(join(objects, 'content', sha256.slice(0, 2), sha256))
  if (isSealed) return JSON.parse(unseal(packed)).tenants
  const lines = gunzipSync(packed).toString('utf8').split('\n').filter(Boolean)
  return lines.map(line => JSON.parse(line))
}

/** What the snapshot of the index held that the runbook of a drill restored, without what had been deleted for good by then; and its newest row from before the damage. */
export async function restoredIn(dir: string): Promise<{ readonly rows: number; readonly newestMs: number }> {
  const events = await eventsOf(dir)
  const said = events.filter(event => event.type === 'runbook.said')
  const restored = said.find(({ text }) => /^snapshot \d+ of /.test(text))
  const [, version] = /^snapshot (\d+) of /.exec(restored?.text ?? '') ?? []
  const [, leftOut = '0'] =
    /^(\d+) articles were deleted for good since/.exec(
      said.map(({ text }) => text).find(text => /deleted for good since/.test(text)) ?? '',
    ) ?? []
  const { drill, damagedMs } = landmarks(events)
  const prefix = prefixOf(drill, 'documents')
  const erased = new Set(
    events.flatMap(event =>
      event.type === 'ledger.removed' && event.atMs < (restored?.atMs ?? 0) ? [event.entry] : [],
    ),
  )
  const objects = join(dir, 'stage', 'objects')
  const known = (await versionsOf(objects, 'index')).find(each => String(each.version) === version)
  const rows = await rowsIn(objects, known?.sha256 ?? '')
  const left = rows.filter(({ text }) => !erased.has(numberOf(prefix, String(text)) ?? -1))
  return {
    rows: rows.length - Number(leftOut),
    // A platform that goes on is also stored while its copy is made.
    newestMs: Math.max(...left.map(row => Date.parse(String(row.updated_at))).filter(ms => ms <= damagedMs)),
  }
}
