import { ApiError } from '../api-error.ts'
import type { PopulateEntry, ProxyPatch, ProxySettings, ToxicPatch, ToxicSettings } from '../engine/settings.ts'
import { TOXIC_TYPES } from '../toxics/index.ts'
import { STREAMS, type ToxicType } from '../toxics/toxic.ts'
import { type Fields, fields } from './fields.ts'
import { badBody } from './json.ts'

/** The body of a create. */
export function decodeProxy(body: unknown): ProxySettings {
  return proxySettings(fields(body, 'Proxy'), '')
}

/** The body of a populate, or a config file: all of it is checked before anything is done. */
export function decodePopulate(body: unknown): readonly PopulateEntry[] {
  if (!Array.isArray(body)) throw badBody('json: cannot unmarshal object into Go value of type []Proxy')
  return body.map((entry, index) => {
    const read = fields(entry, 'Proxy')
    return {
      ...proxySettings(read, ` at proxy ${index + 1}`),
      says: { enabled: read.flag('enabled') !== undefined, toxics: read.list('toxics') !== undefined },
    }
  })
}

/** The body of an update: what it leaves out stays as it is. */
export function decodeProxyPatch(body: unknown): ProxyPatch {
  const read = fields(body, 'Proxy')
  return defined({
    listen: read.text('listen') || undefined,
    upstream: read.text('upstream') || undefined,
    enabled: read.flag('enabled'),
    ttlMs: ttlOf(read),
  })
}

/** The body that makes a toxic. */
export function decodeToxic(body: unknown): ToxicSettings {
  const read = fields(body, 'ToxicWrapper')
  const spelling = read.text('stream') ?? 'downstream'
  const stream = STREAMS.find(each => each === spelling.toLowerCase())
  if (stream === undefined) throw new ApiError(400, 'stream was invalid, can be either upstream or downstream')
  const type = TOXIC_TYPES.get(read.text('type') ?? '')
  if (type === undefined) throw new ApiError(400, 'invalid toxic type')
  return {
    name: read.text('name') || `${type.type}_${spelling}`,
    type,
    stream,
    spelling,
    toxicity: read.number('toxicity') ?? 1,
    attributes: { ...zeroes(type), ...decodeAttributes(type, read) },
    ttlMs: ttlOf(read) || undefined,
  }
}

/** The body that changes a toxic. */
export function decodeToxicPatch(type: ToxicType, body: unknown): ToxicPatch {
  // The original's type for this has no name.
  const read = fields(body, '')
  return defined({
    toxicity: read.number('toxicity'),
    attributes: decodeAttributes(type, read),
    ttlMs: ttlOf(read),
  })
}

function proxySettings(read: Fields, where: string): ProxySettings {
  const name = read.text('name')
  const upstream = read.text('upstream')
  if (!name) throw new ApiError(400, `missing required field: name${where}`)
  if (!upstream) throw new ApiError(400, `missing required field: upstream${where}`)
  const toxics = (read.list('toxics') ?? []).map(decodeToxic)
  const twice = toxics.find((toxic, index) => toxics.findIndex(({ name }) => name === toxic.name) < index)
  if (twice !== undefined) throw new ApiError(409, 'toxic already exists')
  return {
    name,
    listen: read.text('listen') ?? '',
    upstream,
    enabled: read.flag('enabled') ?? true,
    toxics,
    ttlMs: ttlOf(read) || undefined,
  }
}

function decodeAttributes(type: ToxicType, read: Fields): Readonly<Record<string, number>> {
  const given = read.object('attributes', `${originalName(type)}.attributes`)
  const named = Object.entries(type.attributes).flatMap(([name, { least }]) => {
    const value = given?.whole(name)
    if (value === undefined) return []
    if (least !== undefined && value < least) {
      throw new ApiError(400, `bad request body: ${name} of ${type.type} must be ${least} or more, not ${value}`)
    }
    return [[name, value] as const]
  })
  return Object.fromEntries(named)
}

/** What the original's source calls a toxic: `LatencyToxic`. */
function originalName({ type }: ToxicType): string {
  if (type === 'reset_peer') return 'ResetToxic'
  return `${type.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Toxic`
}

function zeroes(type: ToxicType): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.keys(type.attributes).map(name => [name, 0]))
}

function ttlOf(read: Fields): number | undefined {
  const ttlMs = read.whole('ttl')
  if (ttlMs !== undefined && ttlMs < 0) throw new ApiError(400, `bad request body: ttl must be 0 or more, not ${ttlMs}`)
  return ttlMs
}

// Leaves out the keys that are undefined, so that spreading a patch over a value changes only what it names.
function defined<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as never
}
