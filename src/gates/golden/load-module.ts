import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Loads a user's own module by its path from the platform's folder, or a package by its name. */
export async function loadModule(
  dir: string,
  name: string,
  kind: 'file' | 'package',
): Promise<Readonly<Record<string, unknown>>> {
  return (await import(kind === 'package' ? name : pathToFileURL(resolve(dir, name)).href)) as Record<string, unknown>
}
