import { z } from 'zod'
import { parseDuration } from '../model/duration.ts'
import type { Fault, FaultFrame } from '../model/fault.ts'
import { parseShare } from '../model/share.ts'
import { ATTACHMENTS, CORRUPTIONS, type OnlyRows, type Removal } from '../model/store.ts'
import { longDuration, text } from '../yaml/written-values.ts'

/** Faults of data, as they are written. `share` says how a part of all rows is written. */
export function storeFaults<Frame extends z.core.$ZodLooseShape, Share extends z.ZodType>(
  frame: Frame,
  share: (description: string) => Share,
) {
  const kind = <Name extends string>(name: Name, description: string) => z.literal(name).meta({ description })
  return [
    z.strictObject({
      kind: kind('store.delete', 'Data is deleted: all of it with its structure, unless less is said'),
      ...frame,
      what: z
        .enum(['collection', 'rows'])
        .optional()
        .meta({ description: 'The collection itself, or only its rows; the collection unless given' }),
      tenant: text('The tenant whose rows are deleted').optional(),
      prefix: text('Everything whose id begins with this is deleted').optional(),
      olderThan: longDuration('Rows written longer ago are deleted, as a retention job gone wrong would').optional(),
      share: share('The share of rows that is deleted'),
    }),
    z.strictObject({
      kind: kind('store.corrupt', 'Data is damaged where it is: it is still there, and wrong'),
      ...frame,
      how: z.enum(CORRUPTIONS).meta({
        description: 'What is wrong with the data afterwards; docs/stores.md tells them apart',
      }),
      share: share('The share of rows that is damaged; 100% unless given'),
      tenant: text('The tenant whose rows alone are damaged').optional(),
      prefix: text('Only what is called so at its beginning is damaged').optional(),
      text: z
        .string()
        .optional()
        .meta({ description: 'What texts are overwritten with, and JSON if it is some; nothing unless given' }),
    }),
    z.strictObject({
      kind: kind('store.rollback', 'The store goes back to an older state: what was written since is gone'),
      ...frame,
      back: longDuration('How far back'),
    }),
    z.strictObject({
      kind: kind('store.detach', 'The data is left as it is; how it is found or what keeps tenants apart is lost'),
      ...frame,
      what: z.enum(ATTACHMENTS).meta({
        description: 'Its other names, or the rule that shows each tenant its own rows only',
      }),
    }),
    z.strictObject({
      kind: kind('store.throttle', 'The store holds everybody up for a share of the time'),
      ...frame,
      share: share('The share of the time; 80% unless given'),
    }),
    z.strictObject({
      kind: kind('store.scratch', 'Nothing is harmed: an empty place is made beside the store, to be restored into'),
      ...frame,
    }),
  ] as const
}

type WrittenStoreFault = z.infer<
  ReturnType<typeof storeFaults<Record<never, never>, z.ZodOptional<z.ZodType<string | number>>>>[number]
>

/** A fault of data with all that was left unsaid. */
export function resolveStoreFault(frame: FaultFrame, written: WrittenStoreFault): Fault {
  switch (written.kind) {
    case 'store.delete':
      return { ...frame, kind: 'store.delete', what: resolveRemoval(written) }
    case 'store.corrupt':
      return {
        ...frame,
        kind: 'store.corrupt',
        how: written.how,
        shareRatio: parseShare(written.share ?? 1),
        text: written.text ?? '',
        only: resolveOnly(written),
      }
    case 'store.rollback':
      return { ...frame, kind: 'store.rollback', backMs: parseDuration(written.back) ?? 0 }
    case 'store.detach':
      return { ...frame, kind: 'store.detach', what: written.what }
    case 'store.throttle':
      return { ...frame, kind: 'store.throttle', heldRatio: parseShare(written.share ?? 0.8) }
    case 'store.scratch':
      return { ...frame, kind: 'store.scratch' }
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
