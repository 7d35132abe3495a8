// `node tools/store-matrix.ts` writes into docs/stores.md what each kind of store can lose and do, as the code says it.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { StoreDriverName } from '../src/model/store.ts'
import { cannotTake, type Harm, STORE_ABILITIES, type StoreAbilities } from '../src/model/store-abilities.ts'

const DOCS = fileURLToPath(new URL('../docs/stores.md', import.meta.url))
const BEGIN = '<!-- written by tools/store-matrix.ts -->'
const END = '<!-- up to here -->'

// pgvector is PostgreSQL with a vector.
const COLUMNS: readonly (readonly [StoreDriverName, string])[] = [
  ['pgvector', 'PostgreSQL'],
  ['sqlite', 'SQLite'],
  ['folder', 'folder'],
  ['s3', 'S3'],
  ['qdrant', 'Qdrant'],
  ['chroma', 'Chroma'],
  ['weaviate', 'Weaviate'],
  ['pinecone', 'Pinecone'],
  ['milvus', 'Milvus'],
]

const FAULTS: readonly (readonly [what: string, written: string, harm: Harm])[] = [
  ['collection, table, index, namespace deleted', '`store.delete`', { kind: 'store.delete' }],
  ['tenant deleted', '`tenant: acme`', { kind: 'store.delete' }],
  ['prefix, artefact, feature snapshot deleted', '`prefix: models/`', { kind: 'store.delete' }],
  ['tenant config, table emptied', '`what: rows`', { kind: 'store.delete' }],
  ['partial restore', '`share: 30%`', { kind: 'store.delete' }],
  ['retention job gone wrong', '`olderThan: 90d`', { kind: 'store.delete' }],
  ['share of points dropped', '`how: drop`', { kind: 'store.corrupt', how: 'drop' }],
  ['vectors shuffled among ids', '`how: shuffle`', { kind: 'store.corrupt', how: 'shuffle' }],
  ['vectors of nothing', '`how: zero`', { kind: 'store.corrupt', how: 'zero' }],
  ['wrong embedding model', '`how: model`', { kind: 'store.corrupt', how: 'model' }],
  ['wrong dimension', '`how: dimension`', { kind: 'store.corrupt', how: 'dimension' }],
  ['wrong dimension of some rows', '`share: 30%`', { kind: 'store.corrupt', how: 'dimension', isPartial: true }],
  ['payloads swapped', '`how: swap`', { kind: 'store.corrupt', how: 'swap' }],
  ['log truncated', '`how: truncate`', { kind: 'store.corrupt', how: 'truncate' }],
  ['prompts overwritten', '`how: overwrite`', { kind: 'store.corrupt', how: 'overwrite' }],
  ['bit rot, unrestorable backup', '`how: bit-rot`', { kind: 'store.corrupt', how: 'bit-rot' }],
  ['old snapshot in its place', '`store.rollback`', { kind: 'store.rollback' }],
  ['alias lost', '`store.detach`, `what: alias`', { kind: 'store.detach', what: 'alias' }],
  ['tenant filter lost', '`what: tenant-filter`', { kind: 'store.detach', what: 'tenant-filter' }],
  ['throttled', '`store.throttle`', { kind: 'store.throttle' }],
  ['isolated restore', '`store.scratch`', { kind: 'store.scratch' }],
]

const CALLS: readonly (readonly [call: string, can: (abilities: StoreAbilities) => string])[] = [
  ['describe, count per tenant, name every row, sample', () => 'yes'],
  ['delete, corrupt', () => 'yes'],
  ['snapshot, restore', () => 'yes'],
  ['roll back', ({ written }) => (written === 'store' ? 'by its own dates' : 'by `written`')],
  ['fingerprint', ({ fingerprint }) => (fingerprint ? 'inside' : 'by reading')],
  ['query', ({ vectors }) => (vectors === 'asked' ? 'yes' : '–')],
  ['throttle', ({ throttle }) => (throttle ? 'yes' : '–')],
]

/** Both tables, and why a cell is empty. */
export function storeMatrix(): string {
  const names = COLUMNS.map(([, name]) => name)
  const faults = FAULTS.map(([what, written, harm]) => [
    what,
    written,
    ...COLUMNS.map(([driver]) => cell(driver, harm)),
  ])
  const calls = CALLS.map(([call, can]) => [call, ...COLUMNS.map(([driver]) => can(STORE_ABILITIES[driver]))])
  return [
    ...table(['what is lost', 'written', ...names], faults),
    '',
    ...table(['the interface', ...names], calls),
    '',
    'Where there is nothing, the scenario is refused before anything starts:',
    '',
    ...reasons().map(reason => `- ${reason}`),
  ].join('\n')
}

/** What docs/stores.md holds of it. */
export function storeMatrixInDocs(): string {
  const text = readFileSync(DOCS, 'utf8')
  return text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)).trim()
}

function cell(driver: StoreDriverName, harm: Harm): string {
  if (cannotTake(driver, harm) !== undefined) return '–'
  const { attachments, lengths, vectors } = STORE_ABILITIES[driver]
  if (harm.what !== undefined) return (attachments[harm.what] ?? '–').replace(/^(its|the) /, '')
  return harm.how === 'dimension' && lengths === 'all' && vectors !== 'none' ? 'made anew' : 'yes'
}

function reasons(): readonly string[] {
  const found = new Map<string, Set<string>>()
  for (const [, , harm] of FAULTS) {
    for (const [driver, name] of COLUMNS) {
      const no = cannotTake(driver, harm)
      if (no === undefined) continue
      const reason = `${no.why.replace(/^a store of the driver "\w+" /, '')}. Instead: ${no.instead}`
      found.set(reason, (found.get(reason) ?? new Set()).add(name))
    }
  }
  return [...found].map(([reason, stores]) => `**${[...stores].join(', ')}**: ${reason}`)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = readFileSync(DOCS, 'utf8')
  const [before = '', after = ''] = [text.slice(0, text.indexOf(BEGIN)), text.slice(text.indexOf(END))]
  writeFileSync(DOCS, `${before}${BEGIN}\n${storeMatrix()}\n${after}`)
}
