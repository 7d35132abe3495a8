import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Row, row } from './row.ts'
import { median } from './statistics.ts'

const BUILD = fileURLToPath(new URL('../tools/build.ts', import.meta.url))
const BIN = fileURLToPath(new URL('../bin/blackstart.js', import.meta.url))
const RUNS = 15

/** How long somebody waits for help, beside the least that Node takes for anything. */
export async function start(): Promise<readonly Row[]> {
  // What is installed is what is built: from source, stripping types would cost more than the work.
  tookMs([BUILD])
  const ours: number[] = []
  const theirs: number[] = []
  for (let n = 0; n < RUNS; n++) {
    ours.push(tookMs([BIN, '--help']))
    theirs.push(tookMs(['-e', '0']))
  }
  return [
    row({
      bench: 'start',
      metric: 'blackstart --help, median',
      unit: 'ms',
      ours: median(ours),
      peer: `node ${process.version} -e 0`,
      theirs: median(theirs),
      better: 'less',
      // Help is asked for with a finger on the next key: no more than three times the bare start.
      target: 0.33,
    }),
  ]
}

function tookMs(args: readonly string[]): number {
  const startedMs = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`)
  return performance.now() - startedMs
}
