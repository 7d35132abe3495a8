import { dirname } from 'node:path'
import { DrillError } from '../model/error.ts'
import { formatSize } from '../model/size.ts'
import type { Clock, World } from '../model/world.ts'
import type { Drill } from './drill.ts'
import { refuseIfHalted } from './halt.ts'

/** Looks at what can be known without touching the platform: may drills run, is this machine fit for one, and are the places free where our Toxiproxy must listen? */
export async function preflight(
  world: Pick<World, 'sockets' | 'files' | 'clock'>,
  drill: Pick<Drill, 'platform' | 'haltFile' | 'dir' | 'approval'>,
): Promise<void> {
  await refuseIfHalted(world, drill.haltFile)
  refuseUnapproved(drill)
  refuseUnsoundClock(world.clock)
  await refuseFullDisk(world, drill)
  await refuseBusyPorts(world, drill)
}

/** A platform in production is only broken by somebody who says so twice, names who agreed, and says why. */
export function refuseUnapproved({ platform, approval }: Pick<Drill, 'platform' | 'approval'>): void {
  if (platform.environment !== 'production' || approval !== undefined) return
  throw new DrillError('ENVIRONMENT_REFUSED', `${platform.name} is a production platform.`, {
    hint: 'drill it in staging first; then give --allow-production, --approved-by NAME and --reason TEXT. Nothing was touched',
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

async function refuseBusyPorts({ sockets }: Pick<World, 'sockets'>, { platform }: Pick<Drill, 'platform'>) {
  if (platform.toxiproxy.kind === 'url') return
  for (const { id, route } of platform.components) {
    if (route === undefined || (await sockets.isFree(route.listen))) continue
    throw new DrillError(
      'PORT_BUSY',
      `The route of ${id} cannot listen at ${route.listen}: something is there already.`,
      {
        hint: `end what listens there, give the route a free port such as 127.0.0.1:\${port.${id}}, or name the Toxiproxy that stands there under "network". Nothing was touched`,
      },
    )
  }
}
