// Long enough for any error text worth reading; a whole page of HTML in a sample's detail is not.
const MOST_CHARACTERS = 2000
const TERMINAL_SEQUENCE = /(?![\n\t])\p{Cc}(?:\[[0-9;?]*[ -/]*[@-~]|\][^\p{Cc}]*)/gu
// Newlines and tabs stay. What turns the direction of writing goes: it can make a text read as what it is not.
const INVISIBLE = /(?![\n\t])\p{Cc}|\p{Noncharacter_Code_Point}|[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{200f}]/gu

/** A text from outside, fit to be shown anywhere: no terminal codes, nothing invisible, never endless. */
export function legible(text: string): string {
  const clean = text.toWellFormed().replace(TERMINAL_SEQUENCE, '').replace(INVISIBLE, '')
  if (clean.length <= MOST_CHARACTERS) return clean
  return `${clean.slice(0, MOST_CHARACTERS).toWellFormed()} … (${clean.length - MOST_CHARACTERS} more characters)`
}

/** The same value with every text in it changed. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map(each => mapTexts(each, change)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)])) as T
}
