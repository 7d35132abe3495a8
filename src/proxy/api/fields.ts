import { badBody, Fraction } from './json.ts'

/** The fields of a JSON object, whatever case their names are in. Absent and null are the same: the default applies. */
export interface Fields {
  text(name: string): string | undefined
  flag(name: string): boolean | undefined
  whole(name: string): number | undefined
  number(name: string): number | undefined
  list(name: string): readonly unknown[] | undefined
  /** `where` is what its own fields are then said to be fields of. */
  object(name: string, where: string): Fields | undefined
}

/** Reads an object; refuses anything else, and each field that is of the wrong kind, in the original's words. */
export function fields(value: unknown, where: string): Fields {
  if (value === null) return fields({}, where)
  if (!isObject(value))
    throw badBody(`json: cannot unmarshal ${kindOf(value)} into Go value of type toxiproxy.${where}`)
  // The last of several spellings wins.
  const byName = new Map(Object.entries(value).map(([name, inside]) => [name.toLowerCase(), inside]))
  const read = <T>(
    name: string,
    type: string,
    take: (inside: unknown) => T | undefined,
    seen = kindOf,
  ): T | undefined => {
    const inside = byName.get(name)
    if (inside === undefined || inside === null) return undefined
    const taken = take(inside)
    if (taken === undefined) {
      throw badBody(`json: cannot unmarshal ${seen(inside)} into Go struct field ${where}.${name} of type ${type}`)
    }
    return taken
  }
  return {
    text: name => read(name, 'string', inside => (typeof inside === 'string' ? inside : undefined)),
    flag: name => read(name, 'bool', inside => (typeof inside === 'boolean' ? inside : undefined)),
    whole: name => read(name, 'int64', wholeNumber, exactly),
    number: name => read(name, 'float32', inside => (inside instanceof Fraction ? inside.value : wholeNumber(inside))),
    list: name => read(name, 'list', inside => (Array.isArray(inside) ? inside : undefined)),
    object: (name, inner) => read(name, 'object', inside => (isObject(inside) ? fields(inside, inner) : undefined)),
  }
}

// The largest 64-bit integers that a JavaScript number can hold; clients in other languages read them back as 64-bit.
const MOST = 2 ** 63 - 1024

function wholeNumber(value: unknown): number | undefined {
  if (typeof value !== 'number' || Math.abs(value) > 2 ** 63) return undefined
  return Math.max(-MOST, Math.min(MOST, value))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Fraction)
}

// Which number it was is only said where a number was wanted, but another.
function exactly(value: unknown): string {
  if (value instanceof Fraction) return `number ${value.text}`
  return typeof value === 'number' ? `number ${value}` : kindOf(value)
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (value instanceof Fraction) return 'number'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
