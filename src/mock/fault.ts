import { createHash } from 'node:crypto'
import { z } from 'zod'
import { DIALECTS } from '../model/component.ts'
import { nearest } from '../model/nearest.ts'
import { complaints } from './complaints.ts'
import { WIRES } from './dialects/all.ts'

/** Where in an answer something happens: before its head, right after its head, or after so many chunks. */
const point = z.union([z.literal('nothing'), z.literal('headers'), z.int().min(1)])
export type Point = z.infer<typeof point>

const waitMs = z.number().min(0).max(86_400_000)
const share = z.number().min(0).max(1)
const name = z.string().min(1).max(200)
const afterChunks = z.int().min(0)

/** What an error says besides its body. `retryAfterAs` is how it says when to come back, if it says so at all. */
const saying = {
  retryAfterMs: waitMs.optional(),
  retryAfterAs: z.enum(['seconds', 'date', 'none']).optional(),
  /** More headers, such as `x-should-retry`. */
  headers: z.record(z.string().regex(/^[a-z0-9-]{1,100}$/), z.string().regex(/^[ -~]{0,500}$/)).optional(),
}

/** What a provider can be made to do wrong. A streamed answer is cut between events, any other in the middle of its body. */
const effect = z.discriminatedUnion('kind', [
  /** An error. `auto` is what this provider really sends with this status, `html` the page of the network before it. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    body: z.enum(['auto', 'html']).optional(),
    ...saying,
  }),
  /** One of the errors a provider has a name for, such as `insufficient_quota`. Only a provider that has it can meet it. */
  z.strictObject({ kind: z.literal('error'), name, ...saying }),
  /** Silence for ever. */
  z.strictObject({ kind: z.literal('stall'), after: point }),
  /** The connection torn down. */
  z.strictObject({ kind: z.literal('reset'), after: point }),
  /** A proper end, too early: no error on the wire, and no terminal marker. */
  z.strictObject({ kind: z.literal('truncate'), afterChunks }),
  /** A proper end in the middle of an event. Only streamed requests can meet it. */
  z.strictObject({ kind: z.literal('halfFrame'), afterChunks }),
  /** An error event inside a stream that began well; the provider's usual one if not named. Only streamed requests can meet it. */
  z.strictObject({ kind: z.literal('midStreamError'), afterChunks, name: name.optional() }),
  /** A 200 with something else in it: the page of a portal, nothing at all, JSON that is broken. */
  z.strictObject({ kind: z.literal('body'), of: z.enum(['html', 'nothing', 'broken-json']) }),
  /** A completion with nothing in it. */
  z.strictObject({ kind: z.literal('empty') }),
  /** Held back by the provider's own filter. */
  z.strictObject({ kind: z.literal('blocked'), what: z.enum(['prompt', 'answer']) }),
  /** A call of a tool whose arguments break off; where they travel as an object, they are missing. */
  z.strictObject({ kind: z.literal('malformedArguments') }),
  /** Another model answers. Whether the answer says so is up to `admitted`. */
  z.strictObject({ kind: z.literal('wrongModel'), model: name, admitted: z.boolean() }),
  /** A worse answer that looks like any other: of a weaker model, with foreign words in it, or plausible and untrue. */
  z.strictObject({ kind: z.literal('degrade'), how: z.enum(['weaker', 'garbled', 'untrue']) }),
  /** A bill that is wrong: so many times what was really used. */
  z.strictObject({
    kind: z.literal('usage'),
    promptTimes: z.number().min(0).max(1e6).optional(),
    completionTimes: z.number().min(0).max(1e6).optional(),
  }),
  /** Vectors of another length, or of another model's space. */
  z.strictObject({
    kind: z.literal('embedding'),
    dimensions: z.int().min(1).max(10_000).optional(),
    model: name.optional(),
  }),
  /** A contract that has changed: an old version of the API, or a parameter, is refused from now on. */
  z.strictObject({ kind: z.literal('contract'), version: name.optional(), parameter: name.optional() }),
  /** Late head, late first token, slow tokens: each on its own, as a client's timeout sees them differently. */
  z.strictObject({
    kind: z.literal('slow'),
    headMs: waitMs.optional(),
    firstTokenMs: waitMs.optional(),
    tokensPerSecond: z.number().positive().optional(),
  }),
])

const mockFault = z.strictObject({
  /** Which requests are meant, all if nothing is given; all that is given must fit. */
  match: z
    .strictObject({
      dialect: z.enum(DIALECTS).optional(),
      model: z.string().max(200).optional(),
      /** This path, without the query; `*` stands for anything. */
      path: z.string().max(500).optional(),
      /** The caller's API key, or `sha256:` and its digest: only that is kept. */
      key: z.string().min(1).max(4000).optional(),
      /** Whom the caller asks for: `user`, `metadata.user_id`, a header such as `x-tenant-id`. */
      tenant: z.string().min(1).max(200).optional(),
      streamed: z.boolean().optional(),
    })
    .default({}),
  /** The part of matching requests that is hit, drawn with the mock's seed. */
  shareRatio: share.default(1),
  /** Who was drawn once is drawn always: the same tenants, or the same keys, are hit every time. */
  stickyBy: z.enum(['tenant', 'key']).optional(),
  /** Only the first so many matching requests can be hit. */
  firstN: z.int().min(1).optional(),
  /** Only every so many-th matching request can be hit. */
  everyNth: z.int().min(1).optional(),
  /** Request by request: `hit`, `fine`, or an effect of its own. After the last all is fine, unless it repeats. */
  sequence: z
    .array(z.union([z.enum(['hit', 'fine']), effect]))
    .min(1)
    .max(10_000)
    .optional(),
  repeats: z.boolean().optional(),
  /** In force only in this time, counted from when it was put. */
  window: z.strictObject({ fromMs: waitMs, toMs: waitMs.optional() }).optional(),
  /** How the share changes in time, from when it was put: the shape of an incident, straight between its points. */
  curve: z
    .array(z.strictObject({ atMs: waitMs, shareRatio: share }))
    .min(1)
    .max(10_000)
    .optional(),
  /** A lease: after so long the fault ends by itself. */
  ttlMs: z.number().positive().max(86_400_000).optional(),
  effect,
})

/** The value as a fault, or every reason why it is none. A key is forgotten here: only its digest goes on. */
export function readFault(value: unknown): { readonly fault: MockFault } | { readonly wrong: string } {
  const read = mockFault.safeParse(value)
  if (!read.success) return { wrong: complaints(read.error, mockFault, value) }
  const { match, effect, sequence = [] } = read.data
  const stranger = [effect, ...sequence].flatMap(unknownName)[0]
  if (stranger !== undefined) return { wrong: stranger }
  return {
    fault: match.key === undefined ? read.data : { ...read.data, match: { ...match, key: keyDigest(match.key) } },
  }
}

/** What is kept of a key. */
export function keyDigest(key: string): string {
  return key.startsWith('sha256:') ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`
}

function unknownName(effect: MockEffect | 'hit' | 'fine'): readonly string[] {
  if (typeof effect === 'string' || effect.kind !== 'error') return []
  const known = WIRES.flatMap(wire => Object.keys(wire.errors))
  if (known.includes(effect.name)) return []
  const meant = nearest(effect.name, known)
  const all = meant === undefined ? `there are ${[...new Set(known)].join(', ')}` : `did you mean "${meant}"?`
  return [`no provider has an error called "${effect.name}"; ${all}`]
}

/** One thing that goes wrong for some requests, as data: what a drill puts to the mock's control endpoint. */
export type MockFault = z.infer<typeof mockFault>
export type MockEffect = MockFault['effect']
