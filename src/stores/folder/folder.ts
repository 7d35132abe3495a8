import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { DrillError } from '../../model/error.ts'
import type { StorePlace } from '../../model/store.ts'
import type { Rows, Store, StoreRow } from '../store.ts'
import { behind, type Link, linksTo, makeLinks, removeLinks } from './links.ts'

// Files are read whole, so few at a time.
const BATCH = 20

/**
 * A folder of files: each file is a row, called by its path; where tenants are asked for, the first folder is the tenant. Links beside
 * it that lead to it are its other names.
 */
export function folderStore(place: StorePlace): Store {
  const root = join(place.connect, place.collection)
  const { tenant } = place.fields
  const isScratch = root.includes(SCRATCH)
  const tenantOf = (id: string) => (tenant === undefined || !id.includes('/') ? undefined : id.split('/')[0])
  const ids = async (): Promise<readonly string[]> => {
    const found = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
    return found
      .filter(entry => entry.isFile())
      .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort()
  }
  const read = async (id: string): Promise<StoreRow | undefined> => {
    try {
      const path = join(root, id)
      const { mtimeMs } = await stat(path)
      const payload = { content: (await readFile(path)).toString('base64') }
      return { id, tenant: tenantOf(id), vector: undefined, written: String(mtimeMs), payload }
    } catch {
      return undefined
    }
  }
  const readAll = async (names: readonly string[]) =>
    (await Promise.all(names.map(read))).filter(row => row !== undefined)
  const isMeant = async (id: string, rows: Rows): Promise<boolean> => {
    switch (rows.by) {
      case 'all':
        return true
      case 'ids':
        return rows.ids.includes(id)
      case 'tenant':
        return tenantOf(id) === rows.tenant
      case 'prefix':
        return id.startsWith(rows.prefix)
      case 'written': {
        const { mtimeMs } = await stat(join(root, id))
        return rows.side === 'before' ? mtimeMs < rows.wallMs : mtimeMs > rows.wallMs
      }
      default:
        return rows satisfies never
    }
  }
  return {
    place,
    async describe() {
      const exists = await stat(root).then(
        found => found.isDirectory(),
        () => false,
      )
      const sizes = await Promise.all(
        (await ids()).map(async id => (await stat(join(root, id)).catch(() => ({ size: 0 }))).size),
      )
      const bytes = sizes.reduce((total, size) => total + size, 0)
      return {
        exists,
        bytes,
        dimension: undefined,
        structure: exists ? structureOf(await linksTo(await behind(root))) : [],
        texts: ['content'],
        unready: undefined,
      }
    },
    async count() {
      const counts = new Map<string, number>()
      for (const id of await ids()) counts.set(tenantOf(id) ?? '', (counts.get(tenantOf(id) ?? '') ?? 0) + 1)
      return Object.fromEntries(counts)
    },
    async *scan(batch = BATCH) {
      const names = await ids()
      for (let i = 0; i < names.length; i += batch) yield await readAll(names.slice(i, i + batch))
    },
    async *names() {
      for (const id of await ids()) {
        // Somebody may have removed it since it was listed.
        const found = await stat(join(root, id)).catch(() => undefined)
        if (found !== undefined) yield [{ id, tenant: tenantOf(id), written: String(found.mtimeMs) }]
      }
    },
    get: readAll,
    async put(rows) {
      for (const { id, payload, written } of rows) {
        const path = join(root, ...id.split('/'))
        await mkdir(dirname(path), { recursive: true })
        await writeFile(`${path}.part`, Buffer.from(String(payload.content ?? ''), 'base64'))
        await rename(`${path}.part`, path)
        const at = Number(written) / 1000
        if (Number.isFinite(at)) await utimes(path, at, at)
      }
    },
    async remove(rows) {
      for (const id of await ids()) if (await isMeant(id, rows)) await rm(join(root, id), { force: true })
    },
    async newest() {
      const times = await Promise.all(
        (await ids()).map(async id => (await stat(join(root, id)).catch(() => ({ mtimeMs: 0 }))).mtimeMs),
      )
      return times.length === 0 ? undefined : String(Math.max(...times))
    },
    async blueprint() {
      const lies = await behind(root)
      if (
        !(await stat(lies).then(
          found => found.isDirectory(),
          () => false,
        ))
      )
        throw missing(root)
      const links = await linksTo(lies)
      return { lies, links, structure: structureOf(links) }
    },
    async make(blueprint) {
      if (isScratch) return void (await mkdir(root, { recursive: true }))
      // Called by a link it gets its own place back, which the link may still lead to.
      const { lies = root, links = [] } = blueprint as Partial<Folder>
      await mkdir(lies, { recursive: true })
      await makeLinks(lies, links)
    },
    async finish(blueprint) {
      const { lies = root, links = [] } = blueprint as Partial<Folder>
      if (!isScratch) await makeLinks(lies, links)
    },
    async drop() {
      await rm(await behind(root), { recursive: true, force: true })
    },
    async detach(what) {
      if (what !== 'alias') return []
      const lies = await behind(root)
      const links = await linksTo(lies)
      await removeLinks(lies, links)
      return links.map(({ name }) => name)
    },
    scratch: label => ({
      ...place,
      // Beside the folder, not in it: nobody who reads the one finds the other.
      connect: `${root.replace(/[\\/]+$/, '')}${SCRATCH}${label.replace(/\W+/g, '_')}`,
      collection: '.',
    }),
    async [Symbol.asyncDispose]() {},
  }
}

const SCRATCH = '.blackstart_'

/** What it takes to make a folder again: where it lies, and the links that lead there. */
interface Folder {
  readonly lies: string
  readonly links: readonly Link[]
}

function structureOf(links: readonly Link[]): readonly string[] {
  return ['folder', ...links.map(({ name, target }) => `link ${name} to ${target}`)]
}

function missing(root: string): DrillError {
  return new DrillError('STORE_MISSING', `There is no folder ${root}.`, {
    hint: 'check "connect" and "data: { collection }" in the platform file. Nothing was changed',
  })
}
