import { join } from 'node:path'
import type { LoadAccess, MockAccess } from '../../faults/driver.ts'
import { OUR_PREFIX, toxicName } from '../../faults/proxy-undo.ts'
import { theK6 } from '../../load/k6/find-k6.ts'
import { DrillError } from '../../model/error.ts'
import { type FaultKind, isForK6 } from '../../model/fault.ts'
import type { Network } from '../../network/network.ts'
import type { Ground, Running } from '../drill.ts'
import type { OwnProcesses } from './own-processes.ts'
import { openRoutes } from './routes.ts'
import { findToxiproxy } from './toxiproxy.ts'

/** The file in a drill’s folder that lets its undos speak to its mock. */
export const TOKEN_FILE = 'mock-control.token'

/** Prepares what the platform stands on: a Toxiproxy, mock providers if any are asked for, and a route for each component. */
export async function prepareGround(running: Running, own: OwnProcesses): Promise<Ground> {
  const network = await findToxiproxy(running, own)
  await refuseStaleToxics(network)
  const { mock, mockAddress } = await findMock(running, own)
  await openRoutes(running, network, mockAddress)
  return { network, mock, load: await startLoadEngine(running, own), parachutes: new Map() }
}

/** A toxic that an earlier drill left would falsify this one. Other people's toxics are theirs: reported, never touched. */
async function refuseStaleToxics(network: Network): Promise<void> {
  const stale = (await network.proxies()).flatMap(proxy =>
    proxy.toxics.filter(toxic => toxic.name.startsWith(OUR_PREFIX)).map(toxic => `${toxic.name} on ${proxy.name}`),
  )
  if (stale.length === 0) return
  throw new DrillError('FOREIGN_TOXIC', `An earlier drill left ${stale.join(', ')} at ${network.url}.`, {
    hint: 'run "blackstart recover"; if the drill ran elsewhere, run it there. Nothing was changed',
  })
}

/** The same for the engine that sends its load. */
export const LOAD_TOKEN_FILE = 'load-control.token'

/** An engine for the scenarios that send load. It does nothing until it is told to, and ends with us. */
async function startLoadEngine(running: Running, own: OwnProcesses): Promise<LoadAccess | undefined> {
  const { drill, means, world, journal } = running
  if (!drill.scenario.faults.some(({ kind }) => LOADS.includes(kind))) return undefined
  const token = crypto.randomUUID()
  const tokenFile = join(drill.dir, LOAD_TOKEN_FILE)
  await world.files.write(tokenFile, token, { secret: true })
  running.tokens.set(LOAD_TOKEN_FILE, token)
  const { control } = await own.startProgram('load', ['--token-file', tokenFile, ...(await k6Arguments(running))])
  const controlUrl = control ?? ''
  journal.append({ type: 'load.found', control: controlUrl })
  return { control: means.load(controlUrl, token), controlUrl, tokenFile: LOAD_TOKEN_FILE }
}

/** What an engine has to know of k6. A container outlives whoever starts it, so its name is on the disk before it exists. */
async function k6Arguments({ drill, world, journal }: Running): Promise<readonly string[]> {
  const sent = drill.scenario.faults.filter(isForK6)
  if (sent.length === 0) return []
  const { place } = await theK6(world)
  if (place.kind === 'program') return ['--k6', place.file]
  for (const { id } of sent) {
    const container = toxicName(drill.id, id)
    await journal.commit({ type: 'container.intended', role: 'load', container, image: place.image })
  }
  return ['--k6-image', place.image]
}

const LOADS: readonly FaultKind[] = ['load.tenant', 'credential.leak']

// As a quick real provider; and long enough that ten times as long is told from a busy machine.
const FIRST_TOKEN_MS = 80

async function findMock(
  running: Running,
  own: OwnProcesses,
): Promise<{ mock: MockAccess | undefined; mockAddress: string | undefined }> {
  const { drill, means, world, journal } = running
  if (!drill.platform.components.some(component => component.route?.upstream.kind === 'mock')) {
    return { mock: undefined, mockAddress: undefined }
  }
  const token = crypto.randomUUID()
  const tokenFile = join(drill.dir, TOKEN_FILE)
  await world.files.write(tokenFile, token, { secret: true })
  running.tokens.set(TOKEN_FILE, token)
  const args = [
    ...['--lifeline', '--port', '0', '--control-port', '0', '--token-file', tokenFile],
    ...['--seed', String(drill.plan.seed), '--first-token', String(FIRST_TOKEN_MS)],
  ]
  const { listening, control } = await own.startProgram('mock', args)
  const controlUrl = control ?? ''
  journal.append({ type: 'mock.found', control: controlUrl, address: listening })
  return {
    mock: { control: means.mock(controlUrl, token), controlUrl, tokenFile: TOKEN_FILE },
    mockAddress: new URL(listening).host,
  }
}
