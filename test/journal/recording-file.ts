import type { AppendFile, Files } from '../../src/model/world/files.ts'

/** One append-only file that remembers what was done to it, and can be made slow or broken. */
export interface RecordingFile {
  readonly files: Pick<Files, 'append'>
  /** What was asked of it, in order: `write a|b`, `written`, `sync`, `synced`, `close`. */
  readonly log: string[]
  /** What the file holds. */
  text(): string
  /** From now on writes, or syncs, wait until they are let go. */
  hold(what: 'write' | 'sync'): () => void
  /** From now on writes, or syncs, fail. A failing write leaves the first few characters, as a full disk does. */
  fail(what: 'write' | 'sync', error: Error): void
}

export function recordingFile(): RecordingFile {
  const log: string[] = []
  const gates: Partial<Record<'write' | 'sync', Promise<void>>> = {}
  const failures: Partial<Record<'write' | 'sync', Error>> = {}
  let held = ''
  const file: AppendFile = {
    async write(text) {
      log.push(`write ${seqs(text)}`)
      await gates.write
      if (failures.write !== undefined) {
        held += text.slice(0, 5)
        throw failures.write
      }
      held += text
      log.push('written')
    },
    async sync() {
      log.push('sync')
      await gates.sync
      if (failures.sync !== undefined) throw failures.sync
      log.push('synced')
    },
    async close() {
      log.push('close')
    },
  }
  return {
    log,
    files: { append: async () => file },
    text: () => held,
    hold(what) {
      const gate = Promise.withResolvers<void>()
      gates[what] = gate.promise
      return gate.resolve
    },
    fail(what, error) {
      failures[what] = error
    },
  }
}

function seqs(text: string): string {
  const lines = text.trimEnd().split('\n')
  return lines.map(line => (JSON.parse(line) as { seq: number }).seq).join('|')
}
