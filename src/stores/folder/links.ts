import { lstat, mkdir, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

/** A link beside a folder that leads to it, as `current` does to `v42`. */
export interface Link {
  readonly name: string
  readonly target: string
}

/** Where a folder really lies, if it is called by a link; also while nothing is there. */
export async function behind(path: string): Promise<string> {
  let place = path
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const target = await readlink(place).catch(() => undefined)
    if (target === undefined) break
    place = resolve(dirname(place), target)
  }
  const home = await realpath(dirname(place)).catch(() => resolve(dirname(place)))
  return join(home, basename(place))
}

/** The links beside a folder that lead to it. */
export async function linksTo(folder: string): Promise<readonly Link[]> {
  const home = dirname(folder)
  const entries = await readdir(home, { withFileTypes: true }).catch(() => [])
  const links = await Promise.all(
    entries
      .filter(entry => entry.isSymbolicLink())
      .map(async ({ name }) => ({ name, target: await readlink(join(home, name)).catch(() => '') })),
  )
  return links
    .filter(({ name, target }) => target !== '' && resolve(home, target) === folder && name !== basename(folder))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

export async function removeLinks(folder: string, links: readonly Link[]): Promise<void> {
  for (const { name } of links) await rm(join(dirname(folder), name), { force: true })
}

/** Links that are gone, made again; what took a link's place since is left alone. */
export async function makeLinks(folder: string, links: readonly Link[]): Promise<void> {
  for (const { name, target } of links) {
    const path = join(dirname(folder), name)
    if ((await lstat(path).catch(() => undefined)) !== undefined) continue
    await mkdir(dirname(path), { recursive: true })
    await symlink(target, path)
  }
}

// As many as systems follow before they call it a loop.
const MOST_STEPS = 40
