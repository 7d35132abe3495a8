// `npm run bench [-- NAME…]`: the numbers we claim, each against something known in the same run.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { golden } from './golden.ts'
import { groundTruth } from './ground-truth.ts'
import { harbor } from './harbor.ts'
import { journal } from './journal.ts'
import { load } from './load.ts'
import { measure } from './measure.ts'
import { mock } from './mock.ts'
import { report } from './report.ts'
import { type Row, table } from './row.ts'
import { sampler } from './sampler.ts'
import { start } from './start.ts'
import { stores } from './stores.ts'
import { toxiproxy } from './toxiproxy.ts'

const BENCHES: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  golden,
  'ground-truth': groundTruth,
  harbor,
  journal,
  load,
  measure,
  mock,
  report,
  sampler,
  start,
  stores,
  toxiproxy,
}

const asked = process.argv.slice(2)
const unknown = asked.filter(name => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(2)
}
const rows: Row[] = []
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.error(`${name} …`)
  rows.push(...(await bench()))
}
writeFileSync(fileURLToPath(new URL('results.json', import.meta.url)), `${JSON.stringify(rows, undefined, 2)}\n`)
console.log(table(rows))
process.exitCode = rows.every(row => row.met) ? 0 : 1
