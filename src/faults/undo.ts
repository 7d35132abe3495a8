import type { Veil } from '../journal/redact.ts'
import type { LoadControl } from '../load/order.ts'
import { messageOf } from '../model/error.ts'
import type { ProxyState, Undo, UndoOutcome } from '../model/undo.ts'
import type { World } from '../model/world.ts'
import type { Network } from '../network/network.ts'
import type { MockFaults } from './driver.ts'
import { endSqueeze, removeFile, restoreContainer, restoreProcess, thaw, undoCustom } from './machine-undo.ts'
import { removeTexts } from './planted-undo.ts'
import { dropScratch, releaseStore, restoreStore, type StoreMeans } from './store-undo.ts'

/** How an undo reaches what it must put back; in the drill itself, or much later from another shell. */
export interface UndoMeans extends Veil, StoreMeans {
  network(url: string): Network
  mock(controlUrl: string, tokenFile: string): Promise<MockFaults>
  load(controlUrl: string, tokenFile: string): Promise<Pick<LoadControl, 'report' | 'stop'>>
  /** Whether the server at an address was a child of the drill and is gone for good, and all it held with it. */
  vanished(url: string): Promise<boolean>
  readonly world: World
  /** The drill's own folder, and the platform's. */
  readonly dir: string
  platformDir(): string
  /** Whether the platform that the drill started is gone, and every process of it. One that is simply there does not end with a drill. */
  stageGone(): Promise<boolean>
  /** The same address at the part itself, where a proxy stands before it; undefined where none does. */
  origin(url: string): string | undefined
  /** Starts a process of the platform again, so that it ends with the drill; undefined for whoever comes after the drill. */
  readonly restart: ((command: string) => Promise<void>) | undefined
}

/** An undo of one kind. */
export type UndoOf<K extends Undo['kind']> = Extract<Undo, { kind: K }>

/** Puts one thing back and looks whether it is back. Doing it twice, or without the fault, harms nothing. */
export async function performUndo(undo: Undo, means: UndoMeans, command: string): Promise<UndoOutcome> {
  try {
    // Of many tenants each is asked with its own key, or not.
    const known = undo.kind === 'canary.remove' ? undo : means.reveal(undo)
    return means.hide(await putBack(known, means))
  } catch (error) {
    const server = serverOf(undo)
    if (server !== undefined && (await means.vanished(server))) {
      return { state: 'gone', detail: `${server} was started by this drill and is gone, and the fault with it` }
    }
    return { state: 'failed', detail: means.hide(messageOf(error)), command }
  }
}

function putBack(undo: Undo, means: UndoMeans): Promise<UndoOutcome> {
  switch (undo.kind) {
    case 'toxiproxy.restore-proxy':
      return restoreProxy(undo, means.network(undo.toxiproxy))
    case 'toxiproxy.remove-proxy':
      return removeProxy(undo, means.network(undo.toxiproxy))
    case 'mock.clear':
      return clearMock(undo, means)
    case 'load.stop':
      return stopLoad(undo, means)
    case 'process.thaw':
      return thaw(undo, means)
    case 'process.restore':
      return restoreProcess(undo, means)
    case 'container.restore':
      return restoreContainer(undo, means)
    case 'squeeze.end':
      return endSqueeze(undo, means)
    case 'file.remove':
      return removeFile(undo, means)
    case 'custom':
      return undoCustom(undo, means)
    case 'canary.remove':
      return removeTexts(undo, means)
    case 'all':
      return undoAll(undo, means)
    case 'store.restore':
      return restoreStore(undo, means)
    case 'store.drop-scratch':
      return dropScratch(undo, means)
    case 'store.release':
      return releaseStore(undo, means)
    default:
      throw unknownUndo(undo)
  }
}

/** Written by a later version, or damaged. Doing nothing must not look like having put it back. */
function unknownUndo(undo: never): Error {
  return new Error(`this version does not know how to put back ${JSON.stringify(undo)}`)
}

/** The server that holds what is to be put back, where it is in a server. */
export function serverOf(undo: Undo): string | undefined {
  if ('store' in undo) return undo.store.connect
  if (undo.kind === 'mock.clear' || undo.kind === 'load.stop') return undo.control
  return 'toxiproxy' in undo ? undo.toxiproxy : undefined
}

/** Newest first, and on after a failure, like everything else; the worst outcome is that of the whole. */
async function undoAll({ undos }: UndoOf<'all'>, means: UndoMeans): Promise<UndoOutcome> {
  const outcomes: UndoOutcome[] = []
  for (const undo of undos.toReversed()) outcomes.push(await performUndo(undo, means, ''))
  const failed = outcomes.filter(outcome => outcome.state === 'failed')
  if (failed.length > 0) throw new Error(failed.map(outcome => outcome.detail).join('; '))
  const state = outcomes.length > 0 && outcomes.every(outcome => outcome.state === 'gone') ? 'gone' : 'undone'
  const early = outcomes.flatMap(outcome => (outcome.state === 'undone' ? (outcome.early ?? []) : []))
  const detail = outcomes.map(outcome => outcome.detail).join('; ')
  if (state === 'gone') return { state, detail }
  return { state, detail, ...(early.length === 0 ? {} : { early: early.join('; ') }) }
}

async function restoreProxy(undo: UndoOf<'toxiproxy.restore-proxy'>, network: Network): Promise<UndoOutcome> {
  const { before, toxics, switches } = undo
  const now = await network.proxy(before.name)
  if (now === undefined) return { state: 'gone', detail: `proxy ${before.name} is not there any more` }
  const early = earlyOf(undo, now)
  for (const toxic of toxics) await network.removeToxic(before.name, toxic)
  if (switches && now.enabled !== before.enabled) await network.setEnabled(before.name, before.enabled)

  const after = await network.proxy(before.name)
  const left = after?.toxics.filter(toxic => toxics.includes(toxic.name)) ?? []
  if (left.length > 0) throw new Error(`${left.map(toxic => toxic.name).join(', ')} would not go away`)
  if (switches && after !== undefined && after.enabled !== before.enabled) {
    throw new Error(`proxy ${before.name} would not be ${before.enabled ? 'enabled' : 'disabled'}`)
  }
  const others = after?.toxics.filter(toxic => !before.toxics.some(known => known.name === toxic.name)) ?? []
  const aside =
    others.length === 0 ? '' : `; left alone, because not ours: ${others.map(toxic => toxic.name).join(', ')}`
  return { state: 'undone', detail: `proxy ${before.name} is as it was${aside}`, ...early }
}

/** How a proxy shows that it had forgotten, or been rid of, our damage before we came. */
function earlyOf({ toxics, switches, before }: UndoOf<'toxiproxy.restore-proxy'>, now: ProxyState) {
  const missing = toxics.filter(name => !now.toxics.some(toxic => toxic.name === name))
  if (missing.length > 0) return { early: `${missing.join(', ')} was not on proxy ${before.name} any more` }
  if (!switches || now.enabled !== before.enabled) return {}
  return { early: `proxy ${before.name} was ${now.enabled ? 'enabled' : 'disabled'} already` }
}

async function removeProxy(undo: UndoOf<'toxiproxy.remove-proxy'>, network: Network): Promise<UndoOutcome> {
  await network.removeProxy(undo.proxy)
  if ((await network.proxy(undo.proxy)) !== undefined) throw new Error(`proxy ${undo.proxy} would not go away`)
  return { state: 'undone', detail: `proxy ${undo.proxy} is removed again` }
}

async function clearMock(undo: UndoOf<'mock.clear'>, means: UndoMeans): Promise<UndoOutcome> {
  const control = await means.mock(undo.control, undo.tokenFile)
  const there = (await control.faults()).some(fault => fault.id === undo.fault)
  await control.clear(undo.fault)
  const left = await control.faults()
  if (left.some(fault => fault.id === undo.fault)) throw new Error(`mock fault ${undo.fault} would not go away`)
  const early = there ? {} : { early: 'the mock provider had forgotten the fault' }
  return { state: 'undone', detail: 'the mock provider answers normally again', ...early }
}

async function stopLoad(undo: UndoOf<'load.stop'>, means: UndoMeans): Promise<UndoOutcome> {
  const control = await means.load(undo.control, undo.tokenFile)
  await control.stop(undo.load)
  const left = await control.report(undo.load, { second: Number.MAX_SAFE_INTEGER, answer: Number.MAX_SAFE_INTEGER })
  if (left?.state === 'running') throw new Error(`load ${undo.load} would not end`)
  return { state: 'undone', detail: 'nothing of the load is under way any more' }
}
