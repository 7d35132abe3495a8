import { DrillError } from '../../model/error.ts'
import type { World } from '../../model/world.ts'
import type { K6Place } from './place.ts'

/** A k6 that can be started here. */
export interface FoundK6 {
  readonly place: K6Place
  /** As it is told to people. */
  readonly words: string
}

const LOOK_LIMIT_MS = 15_000
const USUAL_IMAGE = 'grafana/k6'

/** The k6 of this machine: the program at BLACKSTART_K6 or on the PATH, else an image that has been fetched already. Nothing is ever fetched. */
export async function findK6({ processes, env }: Pick<World, 'processes' | 'env'>): Promise<FoundK6 | undefined> {
  const file = env.BLACKSTART_K6 ?? 'k6'
  const image = env.BLACKSTART_K6_IMAGE ?? USUAL_IMAGE
  const look = (command: string, values: Readonly<Record<string, string>>) =>
    processes.run({ command, cwd: '/', env: values, timeoutMs: LOOK_LIMIT_MS })
  const program = await look('"$K6" version', { K6: file })
  if (program.state === 'done') {
    const version = /k6 (v\S+)/.exec(program.output)?.[1] ?? 'of unknown version'
    return { place: { kind: 'program', file }, words: `k6 ${version} (${file})` }
  }
  const there = await look('docker image inspect --format . "$IMAGE"', { IMAGE: image })
  return there.state === 'done'
    ? { place: { kind: 'container', image }, words: `k6 in a container of ${image}` }
    : undefined
}

/** Whoever asks for k6 has to have one. */
export async function theK6(world: Pick<World, 'processes' | 'env'>): Promise<FoundK6> {
  const found = await findK6(world)
  if (found !== undefined) return found
  throw new DrillError('NOT_AVAILABLE', 'The scenario has its load sent by k6, and there is none here.', {
    hint: `install k6 (https://grafana.com/docs/k6) so that it is on the PATH, name it in BLACKSTART_K6, or "docker pull ${USUAL_IMAGE}"; or leave "engine: k6" out. Nothing was touched`,
  })
}
