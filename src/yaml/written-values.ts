import { z } from 'zod'
import { formatDuration, parseDuration } from '../model/duration.ts'
import { parseFrequency } from '../model/frequency.ts'
import type { Found, Sayings } from './schema-words.ts'
import type { Words } from './tree.ts'
import { whatIs } from './words.ts'

/** A duration as people write it. */
export function duration(description: string, bounds: { readonly least?: string; readonly most?: string } = {}) {
  const least = parseDuration(bounds.least ?? '1ms') ?? 0
  const most = parseDuration(bounds.most ?? '24h') ?? 0
  return z
    .string({ error: 'duration' })
    .regex(/^(\d+(\.\d+)?(ms|s|m|h|d))+$/, { error: 'duration' })
    .refine(text => isBetween(parseDuration(text), least, most), { error: 'duration-range', params: { least, most } })
    .meta({ description, examples: ['10s'] })
}

/** A duration of a plan rather than of a drill: hours, days, a year. */
export function longDuration(description: string) {
  return duration(description, { most: '3660d' })
}

/** Text that is not empty. */
export function text(description: string) {
  return z.string().min(1).meta({ description })
}

/** A whole number between two others. */
export function whole(description: string, least: number, most: number) {
  return z.int().min(least).max(most).meta({ description })
}

/** A mapping whose keys are names that somebody chose. */
export function named<Value extends z.ZodType>(description: string, value: Value) {
  return z.record(z.string().regex(new RegExp(`^${NAME}$`), { error: 'name' }), value).meta({ description })
}

/** A mapping of what each tenant may have for itself: `ask` is everybody's, `ask@acme` the one of acme. */
export function namedForTenants<Value extends z.ZodType>(description: string, value: Value) {
  const name = new RegExp(`^${NAME}(@${NAME})?$`)
  return z.record(z.string().regex(name, { error: 'name' }), value).meta({ description })
}

const NAME = '[A-Za-z][A-Za-z0-9_-]{0,63}'

/** The same with at least one entry. */
export function someNamed<Value extends z.ZodType>(description: string, value: Value) {
  return named(description, value)
    .refine(entries => Object.keys(entries).length > 0, { error: 'no-entries' })
    .meta({ description, minProperties: 1 })
}

/** How often something happens: `200/s`, `30/m`. */
export function frequency(description: string) {
  return z
    .string({ error: 'frequency' })
    .regex(/^\d+(\.\d+)?\/(s|m|h)$/, { error: 'frequency' })
    .refine(text => parseFrequency(text) === undefined || Number.parseFloat(text) > 0, { error: 'frequency' })
    .meta({ description, examples: ['200/s'] })
}

/** The address of a web page or service; a placeholder may stand for any part of it. */
export function webAddress(description: string) {
  return z
    .string({ error: 'url' })
    .regex(/^https?:\/\/\S|\$\{/, { error: 'url' })
    .meta({ description })
}

/** A host and a port; a placeholder may stand for any part of it. */
export const HOST_AND_PORT = /^(\[[0-9A-Fa-f:.]+\]|[^\s:/[\]]+):\d{1,5}$/

// A placeholder may stand for any part of an address, so such an address is judged once it is filled in.
/** A host and a port as written. */
export const ADDRESS = new RegExp(`${HOST_AND_PORT.source}|\\$\\{`)

/** A path into a JSON answer: `$.answer`, `$.items[0].name`. */
export const JSON_PATH = /^\$(\.[^\s.[\]]+|\[\d+\]|\['[^']*'\])*$/

/** Words for the values that every kind of file shares. */
export const sharedSayings: Sayings = {
  duration: badDuration,
  'duration-range': durationOutOfRange,
  frequency: badFrequency,
  name: badName,
  'no-entries': noEntries,
  url: badUrl,
  option: badOption,
  share: badShare,
}

function badDuration({ subject, value, purpose }: Found): Words {
  return {
    code: 'BAD_DURATION',
    what: `${subject} is ${whatIs(value)}, which is not a duration`,
    why: purpose,
    now:
      typeof value === 'number' ? `write the unit: ${value}s or ${value}ms` : 'write it like 250ms, 10s, 5m or 1h30m',
  }
}

function durationOutOfRange({ subject, value, purpose, params }: Found): Words {
  return {
    code: 'OUT_OF_RANGE',
    what: `${subject} is ${String(value)}`,
    why: purpose,
    now: `write at least ${formatDuration(Number(params.least))} and at most ${formatDuration(Number(params.most))}`,
  }
}

function badFrequency({ subject, value, purpose }: Found): Words {
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}, which does not say how often`,
    why: purpose,
    now: typeof value === 'number' ? `write the unit: ${value}/s or ${value}/m` : 'write it like 200/s or 30/m',
  }
}

function badName({ subject }: Found): Words {
  return {
    code: 'BAD_NAME',
    what: `${subject} cannot be a name`,
    why: 'names appear in placeholders, file names and reports',
    now: 'start with a letter and go on with letters, digits, "-" and "_", 64 at most',
  }
}

function noEntries({ subject, purpose }: Found): Words {
  return {
    code: 'MISSING_KEY',
    what: `${subject} has no entries`,
    why: purpose,
    now: 'describe at least one, by its name',
  }
}

function badUrl({ subject, value }: Found): Words {
  return {
    code: 'BAD_ADDRESS',
    what: `${subject} is ${whatIs(value)}, which is no web address`,
    why: 'requests can only go to http:// or https:// addresses',
    now: `write the whole address; \${COMPONENT} stands for the address of a component`,
  }
}

function badOption({ subject, value, purpose }: Found): Words {
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}, not one plain value`,
    why: purpose,
    now: 'write text, a number, true or false',
  }
}

function badShare({ subject, value, purpose }: Found): Words {
  const percent = typeof value === 'number' && value > 1 && value <= 100 ? `${value}%` : '30%'
  return {
    code: 'OUT_OF_RANGE',
    what: `${subject} is ${whatIs(value)}, which is no share`,
    why: purpose,
    now: `write it like ${percent}, or as a number above 0 and up to 1`,
  }
}

function isBetween(ms: number | undefined, least: number, most: number): boolean {
  // What is no duration at all has its own message.
  return ms === undefined || (ms >= least && ms <= most)
}
