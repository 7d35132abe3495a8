import { type Schema, Validator } from '@cfworker/json-schema'

/** Where a value does not keep to a JSON Schema, in words; undefined if it does. */
export function misfitOf(schema: Readonly<Record<string, unknown>>, value: unknown): string | undefined {
  const { valid, errors } = validatorOf(schema).validate(value)
  if (valid) return undefined
  // The last is the innermost: the one that says what is really wrong.
  const { instanceLocation, error } = errors.at(-1) ?? { instanceLocation: '#', error: 'it does not fit' }
  return `the answer does not keep to its schema at ${instanceLocation.replace(/^#\/?/, '$.').replace(/^\$\.$/, '$')}: ${error}`
}

const validators = new WeakMap<object, Validator>()

/** Made once for each schema: it is asked for many times a second. */
function validatorOf(schema: Readonly<Record<string, unknown>>): Validator {
  const known = validators.get(schema)
  if (known !== undefined) return known
  const made = new Validator(schema as Schema, '2020-12')
  validators.set(schema, made)
  return made
}
