/** A value read from the environment. Its value never leaves our memory; its name takes its place. */
export interface Secret {
  readonly name: string
  readonly value: string
}

/** Puts names in place of secrets, in every text inside a value, however deep. */
export function redactor(secrets: readonly Secret[]): <T>(value: T) => T {
  // The longest first: one secret may contain another.
  const spelt = secrets.flatMap(spellings).sort((a, b) => b.text.length - a.text.length)
  if (spelt.length === 0) return value => value
  const names = new Map(spelt.toReversed().map(({ text, name }) => [text, name]))
  // In one go, so that a name that has been put in is not itself searched for secrets.
  const any = new RegExp(spelt.map(({ text }) => text.replace(/[^\w]/g, '\\$&')).join('|'), 'g')
  const clean = (text: string): string =>
    withoutStump(
      text.replace(any, found => names.get(found) ?? ''),
      spelt,
    )
  return value => mapTexts(value, clean)
}

/** What stands between a journal and those who must act on it. */
export interface Veil {
  /** Puts values back where their names stand: whoever undoes something must be able to find it. */
  reveal<T>(value: T): T
  /** Puts the names back in place of the values that were revealed, before anybody is told anything. */
  hide<T>(value: T): T
}

/** A veil that knows the values of an environment. */
export function veil(env: Readonly<Record<string, string | undefined>>): Veil {
  const revealed = new Map<string, string>()
  const reveal = (text: string): string =>
    text.replace(/‹env\.([^›]+)›/g, (_, name: string) => {
      const value = env[name]
      if (value === undefined) throw new Error(`the environment variable ${name} is needed for this, and is not set`)
      revealed.set(name, value)
      return value
    })
  return {
    reveal: value => mapTexts(value, reveal),
    hide: value => redactor([...revealed].map(([name, value]) => ({ name, value })))(value),
  }
}

interface Spelling {
  readonly text: string
  readonly name: string
}

/** Every way in which a secret may be written inside a text: plain, in a URL, in a form, inside JSON, in base64. */
function spellings({ name, value }: Secret): readonly Spelling[] {
  const urls = [encodeURIComponent(value), new URLSearchParams({ '': value }).toString().slice(1)]
  const lowerCase = urls.map(text => text.replace(/%../g, byte => byte.toLowerCase()))
  const json = JSON.stringify(value).slice(1, -1)
  const base64 = base64Forms(value)
  const base64url = base64.map(text => text.replaceAll('+', '-').replaceAll('/', '_'))
  const texts = new Set([value, ...urls, ...lowerCase, json, ...base64, ...base64url, ...linesOf(value)])
  return [...texts].filter(text => text !== '').map(text => ({ text, name: `‹env.${name}›` }))
}

/** A key of several lines is met line by line in logs and outputs; the lines that only frame it are no secret. */
function linesOf(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).map(line => line.trim())
  return lines.length === 1 ? [] : lines.filter(line => line.length >= LINE && !line.startsWith('-----'))
}

// A shorter line could be anybody's.
const LINE = 12

/** A secret in base64, alone or after something else, as in `user:password`: there it begins at another of three bits. */
function base64Forms(value: string): readonly string[] {
  const whole = Buffer.from(value).toString('base64')
  const inside = [0, 1, 2].map(before => {
    const text = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]).toString('base64')
    const bits = 8 * (before + Buffer.byteLength(value))
    // Only the characters that depend on nothing but the secret.
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6))
  })
  // A few characters could be anybody's.
  return [whole, whole.replace(/=+$/, ''), ...inside.filter(text => text.length >= 8)]
}

// Fewer characters of a secret than these give nothing away.
const STUMP = 6

/** An excerpt may have been cut in the middle of a secret: what is left of that goes too. */
function withoutStump(text: string, spelt: readonly Spelling[]): string {
  if (!text.endsWith('…')) return text
  const rest = text.slice(0, -1)
  for (const { text: secret, name } of spelt) {
    for (let length = secret.length - 1; length >= STUMP; length--) {
      if (rest.endsWith(secret.slice(0, length))) return `${rest.slice(0, -length)}${name}…`
    }
  }
  return text
}

function mapTexts<T>(value: T, change: (text: string) => string): T
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map(item => mapTexts(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)]))
}
