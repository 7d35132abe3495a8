import type { Files } from '../model/world/files.ts'

/** Files in memory, by their whole path. */
export interface FakeFiles extends Files {
  readonly contents: Map<string, string>
}

/** `disks` says how much room there is below a folder at the top; elsewhere there is room for everything. */
export function fakeFiles(
  given: Readonly<Record<string, string>> = {},
  disks: Readonly<Record<string, number>> = {},
): FakeFiles {
  const contents = new Map(Object.entries(given))
  const filled = new Map<string, number>()
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
    async added(path, fromByte) {
      const bytes = Buffer.from(contents.get(path) ?? '')
      const from = bytes.length < fromByte ? 0 : fromByte
      const end = bytes.lastIndexOf('\n') + 1
      return end <= from ? { text: '', nextByte: from } : { text: bytes.toString('utf8', from, end), nextByte: end }
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
    async freeBytes(dir) {
      const full = [...filled].filter(([file]) => contents.has(file) && diskOf(file) === diskOf(dir))
      return (disks[diskOf(dir)] ?? FREE_BYTES) - full.reduce((sum, [, bytes]) => sum + bytes, 0)
    },
    diskOf: async path => diskOf(path),
    async fill(path, bytes) {
      contents.set(path, '')
      filled.set(path, bytes)
      return bytes
    },
    exists: async path => contents.has(path) || inside(path).length > 0,
  }
}

/** Every folder at the top is a disk of its own. */
function diskOf(path: string): string {
  return path.split('/')[1] ?? ''
}

// Room enough for everything, on a disk that nobody can fill.
const FREE_BYTES = 100_000_000_000
