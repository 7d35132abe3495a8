import type { Files } from '../model/world.ts'

/** Files in memory, by their whole path. */
export interface FakeFiles extends Files {
  readonly contents: Map<string, string>
}

export function fakeFiles(given: Readonly<Record<string, string>> = {}): FakeFiles {
  const contents = new Map(Object.entries(given))
  const read = (path: string): string => {
    const text = contents.get(path)
    if (text === undefined) throw new Error(`there is no file ${path}`)
    return text
  }
  const inside = (dir: string) => [...contents.keys()].filter(path => path.startsWith(`${dir}/`))
  return {
    contents,
    read: async path => read(path),
    async *lines(path) {
      yield* read(path)
        .split('\n')
        .filter((line, i, all) => i < all.length - 1 || line !== '')
    },
    async *pieces(path) {
      yield read(path)
    },
    async write(path, text) {
      contents.set(path, text)
    },
    async append(path) {
      contents.set(path, contents.get(path) ?? '')
      return {
        async write(text) {
          contents.set(path, read(path) + text)
        },
        async sync() {},
        async close() {},
      }
    },
    async cut(path, bytes) {
      contents.set(path, Buffer.from(read(path)).subarray(0, bytes).toString())
    },
    async claim(path, text) {
      if (contents.has(path)) return false
      contents.set(path, text)
      return true
    },
    list: async dir => [...new Set(inside(dir).map(path => path.slice(dir.length + 1).split('/')[0] ?? ''))].sort(),
    async makeDir() {},
    async remove(path) {
      for (const known of [path, ...inside(path)]) contents.delete(known)
    },
    // Nobody here keeps time; a test that needs it says so.
    writtenMsAgo: async path => (contents.has(path) ? 0 : undefined),
    freeBytes: async () => FREE_BYTES,
    async fill(path, bytes) {
      contents.set(path, '')
      return bytes
    },
    exists: async path => contents.has(path) || inside(path).length > 0,
  }
}

// Room enough for everything, on a disk that nobody can fill.
const FREE_BYTES = 100_000_000_000
