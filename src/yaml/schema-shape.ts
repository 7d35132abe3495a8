import type { Path, Tree } from './tree.ts'
import { isMapping, valueAt } from './tree.ts'

/** What a JSON Schema says about the place at a path: its keys, what it is for, an example. */
export interface Expected {
  readonly keys: readonly string[]
  readonly description: string | undefined
  /** What the nearest thing around it that has a description is for. */
  readonly around: string | undefined
  readonly example: string | undefined
  readonly values: readonly string[]
}

/** Follows a path down a JSON Schema; where the schema forks on `kind`, the file decides. */
export function expectedAt(schema: unknown, tree: Tree, path: Path): Expected {
  let here: unknown = schema
  let around: string | undefined
  path.forEach((step, index) => {
    around = index === 0 ? undefined : (descriptionOf(here) ?? around)
    here = branch(below(here, step), valueAt(tree, path.slice(0, index + 1)))
  })
  const { examples, enum: values } = isMapping(here) ? here : {}
  return {
    keys: isMapping(here) && isMapping(here.properties) ? Object.keys(here.properties) : [],
    description: descriptionOf(here),
    around,
    example: Array.isArray(examples) ? String(examples[0]) : undefined,
    values: Array.isArray(values) ? values.map(String) : [],
  }
}

function descriptionOf(schema: unknown): string | undefined {
  return isMapping(schema) && typeof schema.description === 'string' ? schema.description : undefined
}

function below(schema: unknown, step: string | number): unknown {
  if (!isMapping(schema)) return undefined
  if (typeof step === 'number') return schema.items
  const properties = schema.properties
  if (isMapping(properties) && Object.hasOwn(properties, step)) return properties[step]
  return schema.additionalProperties
}

/** Which of several shapes a value is meant to have: the one with its `kind`, else the only one with keys. */
function branch(schema: unknown, value: unknown): unknown {
  if (!isMapping(schema)) return schema
  const branches = schema.oneOf ?? schema.anyOf
  if (!Array.isArray(branches) || schema.properties !== undefined) return schema
  const shapes = branches.filter(one => isMapping(one) && isMapping(one.properties))
  const kind = isMapping(value) ? value.kind : undefined
  const chosen =
    shapes.find(one => one.properties.kind?.const === kind && kind !== undefined) ??
    (shapes.length === 1 ? shapes[0] : undefined)
  // The description of the whole fork still holds when no single shape does.
  return chosen === undefined ? schema : { description: schema.description, ...chosen }
}
