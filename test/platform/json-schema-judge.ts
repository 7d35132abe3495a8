type Schema = Readonly<Record<string, unknown>>
type Keyword = (argument: unknown, value: unknown, schema: Schema) => boolean

/** Whether a value fits a JSON Schema, by our own reading of the standard: a second opinion on the schemas we publish. */
export function fits(schema: unknown, value: unknown): boolean {
  if (typeof schema === 'boolean') return schema
  const keywords = Object.entries(schema as Schema).filter(([name]) => !REMARKS.includes(name))
  return keywords.every(([name, argument]) => {
    const keyword = KEYWORDS[name]
    // A keyword that is not judged would make every test of it pass.
    if (keyword === undefined) throw new Error(`The judge does not know the keyword "${name}".`)
    return keyword(argument, value, schema as Schema)
  })
}

const REMARKS = ['$id', '$schema', 'title', 'description', 'examples']

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  type: (types, value) => [types].flat().some(type => isOf(String(type), value)),
  const: (wanted, value) => value === wanted,
  enum: (wanted, value) => (wanted as unknown[]).includes(value),
  pattern: (pattern, value) => typeof value !== 'string' || new RegExp(String(pattern), 'u').test(value),
  minLength: (least, value) => typeof value !== 'string' || value.length >= Number(least),
  minimum: (least, value) => typeof value !== 'number' || value >= Number(least),
  maximum: (most, value) => typeof value !== 'number' || value <= Number(most),
  exclusiveMinimum: (least, value) => typeof value !== 'number' || value > Number(least),
  minItems: (least, value) => !Array.isArray(value) || value.length >= Number(least),
  items: (item, value) => !Array.isArray(value) || value.every(one => fits(item, one)),
  minProperties: (least, value) => !isObject(value) || Object.keys(value).length >= Number(least),
  maxProperties: (most, value) => !isObject(value) || Object.keys(value).length <= Number(most),
  required: (names, value) => !isObject(value) || (names as string[]).every(name => Object.hasOwn(value, name)),
  propertyNames: (name, value) => !isObject(value) || Object.keys(value).every(key => fits(name, key)),
  properties: (properties, value) =>
    !isObject(value) ||
    Object.entries(properties as Schema).every(([name, one]) => !Object.hasOwn(value, name) || fits(one, value[name])),
  additionalProperties: (one, value, { properties = {} }) =>
    !isObject(value) ||
    Object.entries(value).every(([name, inner]) => Object.hasOwn(properties as Schema, name) || fits(one, inner)),
  not: (one, value) => !fits(one, value),
  anyOf: (several, value) => (several as unknown[]).some(one => fits(one, value)),
  oneOf: (several, value) => (several as unknown[]).filter(one => fits(one, value)).length === 1,
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
