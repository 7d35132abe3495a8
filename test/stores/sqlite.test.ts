import { storeContract } from './store.suite.ts'
import { ableOf } from './subject.ts'
import { sqliteSubject } from './subjects/sqlite.ts'

// It has no way to ask for neighbours, so its vectors are data like any other.
const able = ableOf('sqlite')
storeContract('SQLite', () => sqliteSubject('BLOB'), able)
storeContract('SQLite with vectors as text', () => sqliteSubject('TEXT'), able)
