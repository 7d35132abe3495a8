import { formatDuration } from '../model/duration.ts'
import type { Fault } from '../model/fault.ts'
import { formatPercent } from '../model/percent.ts'
import type { Attachment, Corruption, OnlyRows, Removal } from '../model/store.ts'
import type { StoreFault } from '../model/store-fault.ts'

/** What becomes of a store, as the rest of a sentence about it. */
export function storeInWords(fault: StoreFault): string {
  switch (fault.kind) {
    case 'store.delete':
      return lossInWords(fault.what)
    case 'store.corrupt':
      return `${DAMAGE[fault.how]}${fault.shareRatio === 1 ? '' : `, ${formatPercent(fault.shareRatio)} of rows`}${onlyInWords(fault.only)}`
    case 'store.rollback':
      return `is as it was ${formatDuration(fault.backMs)} ago`
    case 'store.detach':
      return LOST[fault.what]
    case 'store.throttle':
      return `holds everybody up for ${formatPercent(fault.heldRatio)} of the time`
    case 'store.scratch':
      return 'gets an empty place beside it, to be restored into'
    default:
      return fault satisfies never
  }
}

/** How the damage to a store is taken back. */
export function storeUndoInWords(fault: StoreFault & Pick<Fault, 'component'>): string {
  switch (fault.kind) {
    case 'store.throttle':
      return `nobody is held up by ${fault.component} any more`
    case 'store.scratch':
      return `the place beside ${fault.component} is removed`
    default:
      return `${fault.component} holds again what the parachute does; what was written since stays`
  }
}

function onlyInWords(only: OnlyRows | undefined): string {
  if (only === undefined) return ''
  return only.by === 'tenant' ? `, only of ${only.tenant}` : `, only where it is called ${only.prefix}…`
}

const LOST: Readonly<Record<Attachment, string>> = {
  alias: 'is not found any more under its other names',
  'tenant-filter': 'shows every tenant the rows of all',
}

function lossInWords(what: Removal): string {
  switch (what.of) {
    case 'collection':
      return 'is deleted, data and structure'
    case 'tenant':
      return `loses all that ${what.tenant} has`
    case 'prefix':
      return `loses all that is called ${what.prefix}…`
    case 'rows': {
      const old = what.olderThanMs === undefined ? '' : ` older than ${formatDuration(what.olderThanMs)}`
      return `loses ${what.shareRatio === 1 ? 'all rows' : `${formatPercent(what.shareRatio)} of its rows`}${old}`
    }
    default:
      return what satisfies never
  }
}

const DAMAGE: Readonly<Record<Corruption, string>> = {
  drop: 'silently loses rows',
  shuffle: 'has vectors that changed places',
  zero: 'has vectors of nothing but zeros',
  model: 'has vectors of another embedding model',
  dimension: 'has vectors of half the length',
  swap: 'has rows that traded what they say',
  truncate: 'has texts cut in half',
  overwrite: 'has texts overwritten',
  'bit-rot': 'has texts with a wrong bit',
}
