/** The value at `$.a.b[0]` inside a JSON value; undefined if there is none. */
export function valueAt(root: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    return (value as Record<string, unknown>)[step]
  }, root)
}

/** `$.a.b[0]['c d']` as the keys to follow. */
export function stepsOf(path: string): readonly string[] {
  const steps = path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/g)
  return [...steps].map(([, name, index, quoted]) => name ?? index ?? quoted ?? '')
}
