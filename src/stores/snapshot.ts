import { createHash } from 'node:crypto'
import { DrillError } from '../model/error.ts'
import type { Files } from '../model/world/files.ts'
import { fingerprintFold } from './fingerprint.ts'
import { type Parts, partsFold } from './parts.ts'
import type { Blueprint, Fingerprint, Store, StoreRow } from './store.ts'

/** What a finished snapshot is. */
export interface Snapshot {
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
  readonly fingerprint: Fingerprint
  readonly parts: Parts
  /** Whether its rows say when they were written. */
  readonly dated: boolean
}

/** Writes a whole collection into a file, one row a line, as it is read: memory does not grow with it. */
export async function snapshot(store: Store, files: Pick<Files, 'append' | 'remove'>, path: string): Promise<Snapshot> {
  await files.remove(path)
  const file = await files.append(path)
  const digest = createHash('sha256')
  const sum = fingerprintFold()
  const parts = partsFold()
  let rows = 0
  let bytes = 0
  let dated = false
  const write = async (lines: readonly string[]): Promise<void> => {
    const text = lines.map(line => `${line}\n`).join('')
    digest.update(text)
    bytes += Buffer.byteLength(text)
    await file.write(text)
  }
  try {
    const blueprint = await store.blueprint()
    const { dimension } = await store.describe()
    const head: Head = { snapshot: 1, driver: store.place.driver, dimension, blueprint }
    await write([JSON.stringify(head)])
    for await (const batch of store.scan()) {
      for (const row of batch) {
        sum.see(row)
        parts.see(row)
        dated ||= row.written !== undefined
      }
      rows += batch.length
      await write(batch.map(row => JSON.stringify(row)))
    }
    // Cut off in the middle a snapshot looks like a smaller one; its last line says that it is whole.
    await write([JSON.stringify({ end: rows } satisfies End)])
    await file.sync()
  } finally {
    await file.close()
  }
  return { rows, bytes, sha256: digest.digest('hex'), fingerprint: sum.fingerprint(), parts: parts.parts(), dated }
}

/** What a snapshot was made of, and its rows, some at a time. */
export interface OpenSnapshot {
  readonly blueprint: Blueprint
  /** How long vectors were, where it was known. */
  readonly dimension: number | undefined
  rows(batch?: number): AsyncIterable<readonly StoreRow[]>
}

/** Reads a snapshot to its end, to see that it is the one that was written, and opens it. */
export async function openSnapshot(files: Pick<Files, 'lines'>, path: string, sha256?: string): Promise<OpenSnapshot> {
  const digest = createHash('sha256')
  let first: string | undefined
  let last = ''
  try {
    for await (const line of files.lines(path)) {
      digest.update(`${line}\n`)
      first ??= line
      last = line
    }
  } catch (error) {
    throw unreadable(path, 'it cannot be read', error)
  }
  if (first === undefined) throw unreadable(path, 'it is empty')
  const head = parsed<Head>(path, first)
  if (parsed<Partial<End>>(path, last).end === undefined) throw unreadable(path, 'its end is missing')
  if (sha256 !== undefined && digest.digest('hex') !== sha256) {
    throw unreadable(path, 'it is not what was written: its checksum differs')
  }
  return { blueprint: head.blueprint, dimension: head.dimension, rows: batch => rowsOf(files, path, batch) }
}

interface Head {
  readonly snapshot: 1
  readonly driver: string
  readonly dimension: number | undefined
  readonly blueprint: Blueprint
}
interface End {
  readonly end: number
}

async function* rowsOf(files: Pick<Files, 'lines'>, path: string, batch = 500): AsyncGenerator<readonly StoreRow[]> {
  let waiting: StoreRow[] = []
  let number = 0
  for await (const line of files.lines(path)) {
    if (number++ === 0 || line.startsWith('{"end":')) continue
    waiting.push(parsed<StoreRow>(path, line))
    if (waiting.length < batch) continue
    yield waiting
    waiting = []
  }
  if (waiting.length > 0) yield waiting
}

function parsed<T>(path: string, line: string): T {
  try {
    return JSON.parse(line) as T
  } catch (error) {
    throw unreadable(path, 'a line of it is damaged', error)
  }
}

function unreadable(path: string, why: string, cause?: unknown): DrillError {
  return new DrillError('SNAPSHOT_UNUSABLE', `The snapshot ${path} cannot be restored: ${why}.`, {
    hint: 'restore from another one; this one was not touched',
    cause,
  })
}
