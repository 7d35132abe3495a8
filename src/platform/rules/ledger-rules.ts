import type { Problem } from '../../model/problem.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { keysAt, problemAtKey, valueAt } from '../../yaml/tree.ts'
import { placeholdersIn, textsIn } from '../placeholders.ts'
import { componentExists } from './component-exists.ts'

/** What ledgers must keep to beyond their schema. */
export const ledgerRules: readonly Rule[] = [writesDiffer, removalsNameTheirEntry, pagesLeadOn, componentsExist]

/** Entries that all look alike could not be told apart when they are read back. */
function writesDiffer(tree: Tree): readonly Problem[] {
  return eachLedger(tree).flatMap(path => {
    const write = [...path, 'write', 'request']
    if (valueAt(tree, write) === undefined || mentions(tree, write, ['id', 'text'])) return []
    return [
      problemAtKey(tree, write, {
        code: 'MISSING_KEY',
        what: `the write of ${path.join('.')} sends neither \${entry.id} nor \${entry.text}`,
        why: 'entries that look alike cannot be told apart when they are read back',
        now: `send \${entry.id} as the entry's name or idempotency key, or \${entry.text} as what it says`,
      }),
    ]
  })
}

function removalsNameTheirEntry(tree: Tree): readonly Problem[] {
  return eachLedger(tree).flatMap(path => {
    const remove = [...path, 'remove', 'request']
    if (valueAt(tree, remove) === undefined || mentions(tree, remove, ['id', 'known'])) return []
    return [
      problemAtKey(tree, remove, {
        code: 'MISSING_KEY',
        what: `the removal of ${path.join('.')} does not say which entry`,
        why: 'it deletes one entry and no other',
        now: `put \${entry.id} into its address, or \${entry.known} for what the platform called it`,
      }),
    ]
  })
}

function pagesLeadOn(tree: Tree): readonly Problem[] {
  return eachLedger(tree).flatMap(path => {
    const keys = keysAt(tree, [...path, 'read'])
    if (!keys.includes('next') || keys.includes('param')) return []
    return [
      problemAtKey(tree, [...path, 'read', 'next'], {
        code: 'MISSING_KEY',
        what: `"param" is missing from ${path.join('.')}.read`,
        why: 'what a page says about the next one has to be sent somehow',
        now: 'add "param:" and the parameter of the address that takes it, for example cursor',
      }),
    ]
  })
}

/** A journey or a ledger can only stand for a component that there is. */
function componentsExist(tree: Tree): readonly Problem[] {
  const why = 'what is measured here counts for the targets of a component'
  return ['journeys', 'ledgers'].flatMap(group =>
    keysAt(tree, [group]).flatMap(id => componentExists(tree, [group, id, 'component'], why)),
  )
}

function mentions(tree: Tree, path: Path, names: readonly string[]): boolean {
  return [...textsIn(valueAt(tree, path))]
    .flatMap(({ text }) => placeholdersIn(text))
    .some(placeholder => placeholder.kind === 'entry' && names.includes(placeholder.name))
}

function eachLedger(tree: Tree): readonly Path[] {
  return keysAt(tree, ['ledgers']).map(id => ['ledgers', id])
}
