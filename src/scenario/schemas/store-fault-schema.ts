import { z } from 'zod'
import { ATTACHMENTS, CORRUPTIONS } from '../../model/store.ts'
import { longDuration, text } from '../../yaml/written-values.ts'
import { frame, kind, share } from './fault-frame.ts'

/** What is done to a store, as it is written. */
export const storeFaults = [
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
