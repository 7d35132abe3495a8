import { constants, createReadStream } from 'node:fs'
import {
  access,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { dirname } from 'node:path'
import { DrillError, messageOf } from '../../model/error.ts'
import type { AppendFile, Files } from '../../model/world.ts'

/** Files on the local disk. */
export function nodeFiles(): Files {
  return {
    read: path => readFile(path, 'utf8'),
    lines,
    write: (path, text, options) => writable(path, () => writeWhole(path, text, options?.secret === true)),
    append: path => writable(path, () => appendTo(path)),
    cut: (path, bytes) => truncate(path, bytes),
    claim,
    list: async dir => ((await exists(dir)) ? (await readdir(dir)).sort() : []),
    makeDir: path => writable(path, async () => void (await mkdir(path, { recursive: true }))),
    remove: path => rm(path, { recursive: true, force: true }),
    exists,
  }
}

async function* lines(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(path, 'utf8')) {
    const parts = `${rest}${chunk}`.split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
  if (rest !== '') yield rest
}

async function writeWhole(path: string, text: string, secret: boolean): Promise<void> {
  const half = `${path}.${process.pid}.part`
  await writeFile(half, text, { mode: secret ? 0o600 : 0o644, flush: true })
  await rename(half, path)
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
  try {
    await writeFile(path, text, { flag: 'wx', flush: true })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw unwritable(path, error)
  }
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
  return new DrillError('FILE_UNWRITABLE', `Could not write ${path}: ${messageOf(cause)}.`, {
    hint: 'check that the folder exists, is yours and has room, or choose another with --out',
    cause,
  })
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
