import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { loadControl } from '../../src/load/control-client.ts'
import type { LoadControl } from '../../src/load/order.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { tempDir } from '../support/temp-dir.ts'

export const ALL = { second: 0, answer: 0 }
export const { http } = nodeWorld()

/** An engine in a process of its own. */
export interface Engine extends AsyncDisposable {
  readonly url: string
  readonly control: LoadControl
  readonly exited: Promise<unknown>
  /** Where it keeps what it writes. */
  readonly dir: string
  /** Ends it without a chance to clean up. */
  crash(): void
  /** What happens to it when whoever started it dies. */
  orphan(): void
}

export async function engine(senders = 1, ...more: readonly string[]): Promise<Engine> {
  const dir = await tempDir()
  await writeFile(dir.file('token'), 'secret')
  const args = ['src/load/main.ts', '--token-file', dir.file('token'), '--senders', String(senders), ...more]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const url = JSON.parse(String(line)).control
  return {
    url,
    control: loadControl(http, url, 'secret'),
    exited,
    dir: dir.path,
    crash: () => void child.kill('SIGKILL'),
    orphan: () => void child.stdin.end(),
    async [Symbol.asyncDispose]() {
      child.kill()
      await exited
      await dir[Symbol.asyncDispose]()
    },
  }
}
