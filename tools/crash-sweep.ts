// Kills conductor, watchdog or both with SIGKILL at every line of a drill's journal, and compares the world with before:
//   node tools/crash-sweep.ts [--from N] [--to N] [--every N] [--at-once N]
// A whole sweep takes about ten minutes; a sample of it runs with the tests.
import { parseArgs } from 'node:util'
import { type Death, dieAt, linesOfAWholeDrill } from '../test/sweep/sweep.ts'

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    to: { type: 'string' },
    every: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '2' },
  },
})
const last = values.to === undefined ? await linesOfAWholeDrill() : Number(values.to)
const lines = Array.from({ length: last }, (_, i) => i + 1).filter(
  line => line >= Number(values.from) && (line - Number(values.from)) % Number(values.every) === 0,
)
const deaths = lines.flatMap(line =>
  (['conductor', 'watchdog', 'both'] as const).flatMap(who =>
    (['noted', 'durable'] as const).map((moment): Death => ({ line, moment, who })),
  ),
)
process.stdout.write(`${last} lines that are no samples; ${deaths.length} deaths\n`)

const met = new Map<string, number>()
const healers = new Map<string, number>()
const damaged: string[] = []
const queue = deaths.values()
await Promise.all(Array.from({ length: Number(values['at-once']) }, work))
for (const [name, counts] of [
  ['died at', met],
  ['put back by', healers],
] as const) {
  process.stdout.write(`${name}: ${[...counts].map(([what, count]) => `${what} ${count}`).join(', ')}\n`)
}
for (const words of damaged) process.stdout.write(`\nDIFFERENT: ${words}\n`)
process.stdout.write(`\n${deaths.length} deaths, ${deaths.length - damaged.length} worlds as before\n`)
process.exitCode = damaged.length === 0 ? 0 : 1

async function work(): Promise<void> {
  for (const death of queue) {
    const { at, difference, healedBy } = await dieAt(death)
    const where = at ?? 'after its end'
    met.set(where, (met.get(where) ?? 0) + 1)
    healers.set(healedBy, (healers.get(healedBy) ?? 0) + 1)
    if (difference !== '') damaged.push(`${JSON.stringify(death)} at ${where}, ${healedBy}:\n${difference}`)
    process.stdout.write(difference === '' ? '.' : 'X')
  }
  process.stdout.write('\n')
}
