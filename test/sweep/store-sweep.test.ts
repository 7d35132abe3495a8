import { expect, test } from 'vitest'
import { postgresSubject } from '../stores/postgres-subject.ts'
import type { Subject } from '../stores/subject.ts'
import { folderSubject } from '../stores/subjects/folder.ts'
import { sqliteSubject } from '../stores/subjects/sqlite.ts'
import { database } from '../support/pglite.ts'
import { type StoreDamage, storeGround } from './store-ground.ts'
import { type Death, dieAt } from './sweep.ts'

// Of the deaths that tools/store-sweep.ts has a drill die on every store there is, one on each that is always there: in the middle of the damage
// with nobody left but who asks for recovery, and behind it with a watchdog beside.
const DEATHS = [
  ['SQLite', 'a share of the rows deleted', () => sqliteSubject('BLOB'), 700, { writing: 1, who: 'both' }],
  ['a folder', 'everything deleted', folderSubject, 50, { writing: 1, who: 'conductor' }],
  [
    'PostgreSQL',
    'payloads swapped',
    async () => postgresSubject(await database(), true),
    700,
    { writing: 1, who: 'conductor' },
  ],
] as const satisfies readonly (readonly [string, StoreDamage, () => Promise<Subject>, number, Death])[]

test.for(DEATHS)(
  '%s, %s, and whoever did it killed: the store is as before',
  { timeout: 60_000 },
  async ([, damage, makeSubject, rows, death]) => {
    await using subject = await makeSubject()
    const { at, difference } = await dieAt(death, () => storeGround(subject, damage, rows))
    expect([at, difference]).toEqual(['fault.intended', ''])
  },
)
