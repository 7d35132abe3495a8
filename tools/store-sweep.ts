// Kills a conductor, its watchdog or both with SIGKILL before the damage of a store, at it, and after each writing of it; then compares the store with before:
//   node tools/store-sweep.ts [--who conductor,watchdog,both] [NAME…]
// SQLite, a folder and an embedded PostgreSQL are always there; real servers are where `node tools/store-servers.ts DIR` has put them.
// A whole sweep takes about twenty minutes with all of them; a sample of it runs with the tests.
import { parseArgs } from 'node:util'
import { STORE_DAMAGES, type StoreDamage, storeGround } from '../test/sweep/store-ground.ts'
import { storeSubjects } from '../test/sweep/store-subjects.ts'
import { type Death, dieAt } from '../test/sweep/sweep.ts'

const subjects = storeSubjects()
const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { who: { type: 'string', default: 'conductor,watchdog,both' } },
})
const unknown = asked.filter(name => !(name in subjects))
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')} here. Names: ${Object.keys(subjects).join(', ')}\n`)
  process.exit(2)
}

// Servers end with this process as it exits; a signal alone would leave them.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const MOST_WRITINGS = 4
const WHO = (['conductor', 'watchdog', 'both'] as const).filter(who => values.who.split(',').includes(who))

const damaged: string[] = []
let deaths = 0
for (const name of asked.length > 0 ? asked : Object.keys(subjects)) {
  const found = subjects[name]
  if (found === undefined) continue
  await using subject = await found.make()
  const { fields } = (await subject.open()).place
  const damages = (Object.keys(STORE_DAMAGES) as StoreDamage[]).filter(
    damage => damage !== 'vectors too short' || fields.vector !== undefined,
  )
  for (const damage of damages) {
    process.stdout.write(`${name}, ${damage}: `)
    await sweep({ line: 'parachute.packed', moment: 'noted' })
    await sweep({ line: 'fault.intended', moment: 'durable' })
    for (let writing = 1; writing <= MOST_WRITINGS; writing++) if (!(await sweep({ writing }))) break
    process.stdout.write('\n')

    /** Whether anybody died of it at all. */
    async function sweep(when: When): Promise<boolean> {
      let isReached = false
      for (const who of WHO) {
        const death: Death = { ...when, who }
        const { at, difference, healedBy } = await dieAt(death, () => storeGround(subject, damage, found?.rows))
        if (at === undefined && who !== 'watchdog') return isReached
        isReached = true
        deaths++
        process.stdout.write(difference === '' ? '.' : 'X')
        if (difference !== '') damaged.push(`${name}, ${damage}, ${JSON.stringify(death)}, ${healedBy}:\n${difference}`)
      }
      return isReached
    }
  }
}
for (const words of damaged) process.stdout.write(`\nDIFFERENT: ${words}\n`)
process.stdout.write(`\n${deaths} deaths, ${deaths - damaged.length} stores as before\n`)
process.exit(damaged.length === 0 ? 0 : 1)

type When =
  | { readonly writing: number }
  | { readonly line: 'parachute.packed' | 'fault.intended'; readonly moment: 'noted' | 'durable' }
