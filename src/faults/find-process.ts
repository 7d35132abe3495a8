import { join } from 'node:path'
import type { ProcessIdentity } from '../model/event.ts'
import type { ProcessPlace } from '../model/machine-fault.ts'
import type { World } from '../model/world.ts'

/** The process that is at its place just now; undefined if nobody is, or the place says nothing. */
export async function findProcess(
  { processes, files }: Pick<World, 'processes' | 'files'>,
  place: ProcessPlace,
  dir: string,
): Promise<ProcessIdentity | undefined> {
  if (place.kind === 'listens')
    return processes.listening(Number(place.address.slice(place.address.lastIndexOf(':') + 1)))
  const text = await files.read(fileOf(place.file, dir)).catch(() => '')
  const pid = pidIn(text, place.key)
  return pid === undefined ? undefined : processes.identify(pid)
}

/** Where that is, in words. */
export function placeInWords(place: ProcessPlace): string {
  if (place.kind === 'listens') return `whoever listens at ${place.address}`
  return `the process number in ${place.file}${place.key === undefined ? '' : ` under ${place.key}`}`
}

function fileOf(file: string, dir: string): string {
  return file.startsWith('/') ? file : join(dir, file)
}

/** A number, or JSON that holds one under a key. Anything else is nobody. */
function pidIn(text: string, key: string | undefined): number | undefined {
  try {
    const said: unknown = JSON.parse(text)
    const value = key === undefined ? said : (said as Readonly<Record<string, unknown>>)[key]
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 1 ? value : undefined
  } catch {
    return undefined
  }
}
