import { parseDuration } from '../../model/duration.ts'
import { parseShare } from '../../model/share.ts'
import type { OnlyRows, Removal } from '../../model/store.ts'
import type { StoreFault } from '../../model/store-fault.ts'
import type { WrittenFault } from '../schemas/fault-schema.ts'

type WrittenStoreFault = Extract<WrittenFault, { kind: StoreFault['kind'] }>

/** What is done to a store, with all that was left unsaid. */
export function resolveStoreFault(written: WrittenStoreFault): StoreFault {
  switch (written.kind) {
    case 'store.delete':
      return { kind: 'store.delete', what: resolveRemoval(written) }
    case 'store.corrupt':
      return {
        kind: 'store.corrupt',
        how: written.how,
        shareRatio: parseShare(written.share ?? 1),
        text: written.text ?? '',
        only: resolveOnly(written),
      }
    case 'store.rollback':
      return { kind: 'store.rollback', backMs: parseDuration(written.back) ?? 0 }
    case 'store.detach':
      return { kind: 'store.detach', what: written.what }
    case 'store.throttle':
      return { kind: 'store.throttle', heldRatio: parseShare(written.share ?? 0.8) }
    case 'store.scratch':
      return { kind: 'store.scratch' }
    default:
      return written satisfies never
  }
}

function resolveRemoval(written: Extract<WrittenStoreFault, { kind: 'store.delete' }>): Removal {
  const { what, tenant, prefix, olderThan, share } = written
  if (tenant !== undefined) return { of: 'tenant', tenant }
  if (prefix !== undefined) return { of: 'prefix', prefix }
  if (what !== 'rows' && olderThan === undefined && share === undefined) return { of: 'collection' }
  return {
    of: 'rows',
    shareRatio: parseShare(share ?? 1),
    olderThanMs: olderThan === undefined ? undefined : parseDuration(olderThan),
  }
}

function resolveOnly({ tenant, prefix }: Extract<WrittenStoreFault, { kind: 'store.corrupt' }>): OnlyRows | undefined {
  if (tenant !== undefined) return { by: 'tenant', tenant }
  return prefix === undefined ? undefined : { by: 'prefix', prefix }
}
