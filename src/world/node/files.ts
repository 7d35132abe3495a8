import { randomUUID } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import {
  access,
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { dirname } from 'node:path'
import { DrillError, messageOf } from '../../model/error.ts'
import { withoutStop } from '../../model/sentence.ts'
import type { AppendFile, Files } from '../../model/world/files.ts'

/** Files on the local disk. */
export function nodeFiles(): Files {
  return {
    read: path => readFile(path, 'utf8'),
    lines,
    added,
    pieces,
    write: (path, text, options) => writable(path, () => writeWhole(path, text, options?.secret === true)),
    append: path => writable(path, () => appendTo(path)),
    cut: (path, bytes) => truncate(path, bytes),
    claim,
    list: async dir => ((await exists(dir)) ? (await readdir(dir)).sort() : []),
    makeDir: path => writable(path, () => makeFolders(path)),
    remove: path => rm(path, { recursive: true, force: true }),
    exists,
    async writtenMsAgo(path) {
      const file = await stat(path).catch(() => undefined)
      return file === undefined ? undefined : Math.max(0, Date.now() - file.mtimeMs)
    },
    diskOf: async path => String((await stat(path)).dev),
    async freeBytes(dir) {
      const { bavail, bsize } = await statfs(dir)
      return bavail * bsize
    },
    fill,
  }
}

/** Written in pieces: a file that is only made long takes no room. */
async function fill(path: string, bytes: number, signal?: AbortSignal): Promise<number> {
  const file = await open(path, 'w')
  const piece = Buffer.alloc(Math.min(PIECE_BYTES, Math.max(1, bytes)))
  let written = 0
  try {
    while (written < bytes && signal?.aborted !== true) {
      const most = Math.min(piece.length, bytes - written)
      const wrote = await file.write(piece, 0, most).then(
        ({ bytesWritten }) => bytesWritten,
        (error: unknown) => {
          if (isCode(error, 'ENOSPC') || isCode(error, 'EDQUOT')) return 0
          throw error
        },
      )
      if (wrote === 0) break
      written += wrote
    }
    await file.datasync().catch(() => {})
    return written
  } finally {
    await file.close()
  }
}

const PIECE_BYTES = 1024 * 1024

/** Level by level: Node's own way of making them all at once never comes back where a parent says that it is not there. */
async function makeFolders(path: string): Promise<void> {
  const made = await mkdir(path).then(
    () => 'made' as const,
    (error: NodeJS.ErrnoException) => error,
  )
  if (made === 'made' || (made.code === 'EEXIST' && (await stat(path)).isDirectory())) return
  if (made.code !== 'ENOENT' || dirname(path) === path) throw made
  await makeFolders(dirname(path))
  await mkdir(path)
}

// A log that grows faster than this every time somebody looks is followed as fast as it can be read.
const MOST_ADDED = 4_000_000

async function added(path: string, fromByte: number): Promise<{ text: string; nextByte: number }> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return { text: '', nextByte: 0 }
  try {
    const { size } = await file.stat()
    const from = size < fromByte ? 0 : fromByte
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(MOST_ADDED, size - from)), 0, undefined, from)
    const bytes = buffer.subarray(0, bytesRead)
    // Half a line is read when it is whole; a line that is longer than all this is read in pieces.
    const end = bytesRead === MOST_ADDED && !bytes.includes('\n') ? bytesRead : bytes.lastIndexOf('\n') + 1
    return { text: bytes.toString('utf8', 0, end), nextByte: from + end }
  } finally {
    await file.close()
  }
}

async function* lines(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of pieces(path)) {
    const parts = `${rest}${piece}`.split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
  if (rest !== '') yield rest
}

function pieces(path: string): AsyncIterable<string> {
  return createReadStream(path, 'utf8')
}

async function writeWhole(path: string, text: string, secret: boolean): Promise<void> {
  // A new file each time: two writers must not meet in it, and an old one might be open to all.
  const half = `${path}.${randomUUID()}.part`
  try {
    await writeFile(half, text, { mode: secret ? 0o600 : 0o644, flag: 'wx', flush: true })
    await rename(half, path)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
}

async function appendTo(path: string): Promise<AppendFile> {
  const file = await open(path, 'a')
  let folderSynced = false
  return {
    write: text => writable(path, () => file.appendFile(text)),
    async sync() {
      await writable(path, () => file.datasync())
      // A file that its folder has forgotten after a power cut is as good as never written.
      if (!folderSynced) await syncFolder(dirname(path))
      folderSynced = true
    },
    close: () => file.close(),
  }
}

async function syncFolder(dir: string): Promise<void> {
  let folder: FileHandle | undefined
  try {
    folder = await open(dir, constants.O_RDONLY)
    await folder.sync()
  } catch (error) {
    // Windows cannot open folders; there the file's own sync has to do.
    if (process.platform !== 'win32') throw error
  } finally {
    await folder?.close()
  }
}

async function claim(path: string, text: string): Promise<boolean> {
  const whole = `${path}.${randomUUID()}.claim`
  try {
    await writeFile(whole, text, { flag: 'wx', flush: true })
    // Name and text appear at once: nobody ever finds a claim that does not yet say whose it is.
    await link(whole, path).catch(error => withoutLinks(path, text, error))
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw unwritable(path, error)
  } finally {
    await rm(whole, { force: true })
  }
}

/** Some disks, USB sticks and network shares among them, know no second names. There the name comes first, an instant before the text. */
async function withoutLinks(path: string, text: string, error: unknown): Promise<void> {
  if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].some(code => isCode(error, code))) throw error
  await writeFile(path, text, { flag: 'wx', flush: true })
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function writable<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw unwritable(path, error)
  }
}

function unwritable(path: string, cause: unknown): DrillError {
  return new DrillError('FILE_UNWRITABLE', `Could not write ${path}: ${withoutStop(messageOf(cause))}.`, {
    hint: 'check that the folder exists, is yours and has room, or choose another with --out',
    cause,
  })
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
