import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { nodeWorld } from '../world/node.ts'

/** Computes in vain with so many threads, until its time is up, it is told to end, or whoever started it is gone. */
export async function squeezeMain(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { note: { type: 'string' }, workers: { type: 'string' }, 'for-ms': { type: 'string' } },
  })
  const { note } = values
  const forMs = Number(values['for-ms'])
  if (note === undefined || !(forMs > 0)) {
    process.stderr.write(
      'usage: squeeze --note FILE --workers N --for-ms N (it is started by a drill, not by people)\n',
    )
    return 2
  }
  const over = ended()
  const { files, processes } = nodeWorld()
  // Before the first turn of the crank: whoever wants to end us must be able to find us.
  await files.write(note, JSON.stringify(processes.self))
  const workers = Array.from({ length: Math.max(1, Number(values.workers)) }, () => new Worker(BURN, { eval: true }))
  process.stdout.write(`${JSON.stringify({ squeezing: workers.length })}\n`)
  await Promise.race([over, wait(forMs)])
  return 0
}

const BURN = 'for (let x = 1; ; x = Math.sqrt(x + 1)) {}'

/** Its standard input is the life of whoever started it. */
function ended(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve())
    process.stdin.once('end', () => resolve())
    process.stdin.once('error', () => resolve())
    process.stdin.resume()
  })
}
