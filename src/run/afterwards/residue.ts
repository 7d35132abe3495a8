import { OUR_PREFIX } from '../../faults/proxy-undo.ts'
import type { UndoMeans } from '../../faults/undo.ts'
import type { Pending, PendingProcess } from '../../measure/folds/pending-fold.ts'
import { messageOf } from '../../model/error.ts'
import type { Residue } from '../../model/event.ts'
import type { Undo } from '../../model/undo.ts'
import type { World } from '../../model/world.ts'
import type { Touched } from './touched.ts'

/** What a look around found. */
export interface Scan {
  readonly looked: readonly string[]
  readonly left: readonly Residue[]
}

/** Asks every Toxiproxy and mock the drill has touched whether anything of ours is still there, or anything not as before. */
export async function scanServers(touched: Touched, means: UndoMeans, command: string): Promise<Scan> {
  const mocks = new Map(
    singly(touched.undos)
      .filter(undo => undo.kind === 'mock.clear')
      .map(undo => [undo.control, undo.tokenFile]),
  )
  const scans = [
    ...touched.toxiproxies.map(url => scanToxiproxy(url, touched, means, command)),
    ...[...mocks].map(([url, tokenFile]) => scanMock(url, tokenFile, means, command)),
  ]
  return joined(await Promise.all(scans))
}

/** Whether all that tenants have hidden was taken away again, place by place: to ask for it is not to know, where answers are remembered. */
export function scanPlanted({ hidingPlaces }: Touched, { undos }: Pick<Pending, 'undos'>, command: string): Scan {
  const left = undos.flatMap(({ undo, why }) => {
    if (undo.kind !== 'canary.remove') return []
    const texts = undo.texts.length === 1 ? 'a text that a tenant has' : `${undo.texts.length} texts that tenants have`
    const what = `perhaps ${texts} hidden there${why === undefined ? '' : ` (${why})`}`
    return [{ where: wherePlanted(undo.place), what, command }]
  })
  return { looked: hidingPlaces.map(wherePlanted), left }
}

/** What could not be put back and leaves nothing that a look around would find: a program, a process, a store. Only its undo knows. */
export function scanUndone({ undos }: Pick<Pending, 'undos'>, command: string): Scan {
  const left = undos
    .filter(({ of, undo }) => of !== 'canary' && isSeenByNobody(undo))
    .map(({ of, id }) => ({ where: `${of} ${id}`, what: 'damage of ours that could not be put back', command }))
  return { looked: [], left }
}

/** Whether no look at a server tells that it is still to be undone. */
export function isSeenByNobody(undo: Undo): boolean {
  return singly([undo]).some(({ kind }) => !SEEN_ON_SERVERS.includes(kind))
}

const SEEN_ON_SERVERS: readonly Undo['kind'][] = ['toxiproxy.restore-proxy', 'toxiproxy.remove-proxy', 'mock.clear']

function wherePlanted(place: string): string {
  return `hiding place ${place}`
}

/** Looks whether any process of the drill is still alive. */
export async function scanProcesses(
  world: Pick<World, 'processes'>,
  processes: readonly PendingProcess[],
): Promise<Scan> {
  const scans = processes.map(async ({ role, identity, group }) => {
    const where = `process ${identity.pid}`
    const there = await (group ? world.processes.groupAlive(identity) : world.processes.alive(identity))
    const command = `kill ${group ? `-- -${identity.pid}` : identity.pid}`
    const itself = there ? [{ where, what: `our ${role} is still running`, command }] : []
    const daemons = group ? await world.processes.kin(identity) : []
    const what = `started by our ${role}, and still running`
    const left = daemons.map(({ pid }) => ({ where: `process ${pid}`, what, command: `kill ${pid}` }))
    return { looked: [where], left: [...itself, ...left] }
  })
  return joined(await Promise.all(scans))
}

/** Looks whether any container of the drill is still there. */
export async function scanContainers(world: Pick<World, 'containers'>, containers: readonly string[]): Promise<Scan> {
  const scans = containers.map(async name => {
    const where = `container ${name}`
    const command = `docker rm -f ${name}`
    try {
      const there = await world.containers.exists(name)
      return { looked: [where], left: there ? [{ where, what: 'something we started is still in it', command }] : [] }
    } catch (error) {
      const what = `perhaps something of ours: it could not be asked for (${messageOf(error)})`
      return { looked: [where], left: [{ where, what, command }] }
    }
  })
  return joined(await Promise.all(scans))
}

/** Several looks as one. */
export function joined(scans: readonly Scan[]): Scan {
  return { looked: scans.flatMap(scan => scan.looked), left: scans.flatMap(scan => scan.left) }
}

/** Every undo by itself: those that are several in one are taken apart. */
function singly(undos: readonly Undo[]): readonly Undo[] {
  return undos.flatMap(undo => (undo.kind === 'all' ? singly(undo.undos) : [undo]))
}

async function scanToxiproxy(url: string, touched: Touched, means: UndoMeans, command: string): Promise<Scan> {
  return asked(`Toxiproxy at ${url}`, url, means, command, async where => {
    const proxies = await means.network(means.reveal(url)).proxies()
    const undos = means.reveal(singly(touched.undos).filter(undo => 'toxiproxy' in undo && undo.toxiproxy === url))
    const toxics = proxies.flatMap(proxy => proxy.toxics.filter(toxic => toxic.name.startsWith(OUR_PREFIX)))
    const switched = undos.flatMap(undo => {
      if (undo.kind !== 'toxiproxy.restore-proxy' || !undo.switches) return []
      const now = proxies.find(proxy => proxy.name === undo.before.name)
      return now !== undefined && now.enabled !== undo.before.enabled ? [now.name] : []
    })
    const opened = undos.flatMap(undo => {
      if (undo.kind !== 'toxiproxy.remove-proxy') return []
      return proxies.some(proxy => proxy.name === undo.proxy) ? [undo.proxy] : []
    })
    return [
      ...toxics.map(toxic => ({ where, what: `toxic ${toxic.name}`, command })),
      ...[...new Set(switched)].map(name => ({ where, what: `proxy ${name} is not switched as before`, command })),
      ...opened.map(name => ({ where, what: `proxy ${name}, which we opened`, command })),
    ]
  })
}

async function scanMock(url: string, tokenFile: string, means: UndoMeans, command: string): Promise<Scan> {
  return asked(`mock provider at ${url}`, url, means, command, async where => {
    const control = await means.mock(means.reveal(url), tokenFile)
    const ours = (await control.faults()).filter(fault => fault.id.startsWith(OUR_PREFIX))
    return ours.map(fault => ({ where, what: `fault ${fault.id}`, command }))
  })
}

/** A server that cannot be asked may hold anything, unless it was ours and is gone. */
async function asked(
  where: string,
  url: string,
  means: UndoMeans,
  command: string,
  look: (where: string) => Promise<readonly Residue[]>,
): Promise<Scan> {
  try {
    return { looked: [where], left: means.hide(await look(where)) }
  } catch (error) {
    if (await means.vanished(url)) return { looked: [`${where} (gone)`], left: [] }
    return {
      looked: [where],
      left: [{ where, what: `perhaps something: it could not be asked (${means.hide(messageOf(error))})`, command }],
    }
  }
}
