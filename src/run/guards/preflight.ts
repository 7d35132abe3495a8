import { dirname } from 'node:path'
import { DrillError } from '../../model/error.ts'
import { listed } from '../../model/listed.ts'
import { formatSize } from '../../model/size.ts'
import type { Clock, World } from '../../model/world.ts'
import type { Drill } from '../drill.ts'
import { refuseIfHalted } from './halt.ts'

/** Looks at what can be known without touching the platform: may drills run, is this machine fit for one, and are the places free where our Toxiproxy must listen? */
export async function preflight(
  world: Pick<World, 'sockets' | 'files' | 'clock' | 'processes'>,
  drill: Pick<Drill, 'platform' | 'haltFile' | 'dir' | 'approval'>,
): Promise<void> {
  await refuseIfHalted(world, drill.haltFile)
  refuseUnapproved(drill)
  refuseUnsoundClock(world.clock)
  await refuseFullDisk(world, drill)
  await refuseBusyPorts(world, drill)
}

/** A platform in production is only broken by somebody who says so twice, names who agreed, and says why. */
export function refuseUnapproved(
  { platform, approval }: Pick<Drill, 'platform' | 'approval'>,
  missing: readonly string[] = ['--allow-production', '--approved-by NAME', '--reason TEXT'],
): void {
  if (platform.environment !== 'production' || approval !== undefined) return
  throw new DrillError('ENVIRONMENT_REFUSED', `${platform.name} is a production platform, and nobody has agreed.`, {
    hint: `drill it in staging first; then give ${listed(missing)} too. Nothing was touched`,
  })
}

/** Labels that lie would make a report that lies: a clock that was never set says 1970. */
function refuseUnsoundClock(clock: Pick<Clock, 'wall'>): void {
  const wall = clock.wall()
  const year = new Date(wall).getUTCFullYear()
  if (year >= EARLIEST_YEAR && year <= LATEST_YEAR) return
  throw new DrillError('CLOCK_UNSOUND', `The clock of this machine says ${wall}.`, {
    hint: 'set it, then drill: every time in a report would be wrong. Nothing was touched',
  })
}

const EARLIEST_YEAR = 2024
const LATEST_YEAR = 2100

/** A drill whose journal finds no room in the middle has to stop in the middle. */
async function refuseFullDisk({ files }: Pick<World, 'files'>, { dir }: Pick<Drill, 'dir'>): Promise<void> {
  const out = dirname(dir)
  await files.makeDir(out)
  const free = await files.freeBytes(out)
  if (free >= ROOM_BYTES) return
  throw new DrillError('DISK_FULL', `There are only ${formatSize(free)} left in ${out}.`, {
    hint: `make room for at least ${formatSize(ROOM_BYTES)}, or choose another disk with --out. Nothing was touched`,
  })
}

const ROOM_BYTES = 50_000_000

async function refuseBusyPorts(world: Pick<World, 'sockets' | 'processes'>, { platform }: Pick<Drill, 'platform'>) {
  for (const signal of platform.signals) {
    if (signal.kind !== 'received') continue
    const free = `end what listens there, or give the signal a free port such as http://127.0.0.1:\${port.alerts}/alerted`
    await refuseBusy(world, new URL(signal.at).host, `The signal ${signal.id} cannot be received`, free)
  }
  if (platform.toxiproxy.kind === 'url') return
  for (const { id, route } of platform.components) {
    if (route === undefined) continue
    const free = `end what listens there, give the route a free port such as 127.0.0.1:\${port.${id}}, or name the Toxiproxy that stands there under "network"`
    await refuseBusy(world, route.listen, `The route of ${id} cannot listen`, free)
  }
}

async function refuseBusy(
  { sockets, processes }: Pick<World, 'sockets' | 'processes'>,
  address: string,
  cannot: string,
  whatNow: string,
): Promise<void> {
  if (await sockets.isFree(address)) return
  const holder = await processes.listening(Number(address.slice(address.lastIndexOf(':') + 1)))
  const who = holder === undefined ? 'something is' : `process ${holder.pid} is`
  throw new DrillError('PORT_BUSY', `${cannot} at ${address}: ${who} there already.`, {
    hint: `${whatNow}. Nothing was touched`,
  })
}
