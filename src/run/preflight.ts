import { DrillError } from '../model/error.ts'
import type { World } from '../model/world.ts'
import type { Drill } from './drill.ts'
import { refuseIfHalted } from './halt.ts'

/** Looks at what can be known without touching the platform: may drills run, and are the places free where our Toxiproxy must listen? */
export async function preflight(
  world: Pick<World, 'sockets' | 'files'>,
  { platform, haltFile }: Pick<Drill, 'platform' | 'haltFile'>,
): Promise<void> {
  await refuseIfHalted(world, haltFile)
  if (platform.toxiproxy.kind === 'url') return
  for (const { id, route } of platform.components) {
    if (route === undefined || (await world.sockets.isFree(route.listen))) continue
    throw new DrillError(
      'PORT_BUSY',
      `The route of ${id} cannot listen at ${route.listen}: something is there already.`,
      {
        hint: `end what listens there, give the route a free port such as 127.0.0.1:\${port.${id}}, or name the Toxiproxy that stands there under "network". Nothing was touched`,
      },
    )
  }
}
