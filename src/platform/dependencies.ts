import { lookUp } from '../yaml/tree.ts'

/** Who depends on whom: each name with the names it cannot work without. */
export type Dependencies = Readonly<Record<string, readonly string[]>>

/** Everything that stops working, directly or by way of others, when one component does. */
export function dependentsOf(dependencies: Dependencies, id: string): readonly string[] {
  const neededBy = Map.groupBy(
    Object.entries(dependencies).flatMap(([name, needs]) => needs.map(need => ({ name, need }))),
    ({ need }) => need,
  )
  const found = new Set<string>()
  const waiting = [id]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const more = (neededBy.get(next) ?? []).map(({ name }) => name).filter(name => name !== id && !found.has(name))
    for (const name of more) found.add(name)
    waiting.push(...more)
  }
  return Object.keys(dependencies).filter(name => found.has(name))
}

/**
 * Cycles, as the names on each in order: `[a, b]` means that a needs b and b needs a. None is missed where there are any. Every
 * dependency is followed once, depth first, in a loop: a chain of components may be longer than the call stack.
 */
export function cyclesIn(dependencies: Dependencies): readonly (readonly string[])[] {
  const done = new Set<string>()
  const cycles: (readonly string[])[] = []
  for (const start of Object.keys(dependencies)) {
    const way = done.has(start) ? [] : [{ name: start, next: 0 }]
    const onTheWay = new Map([[start, 0]])
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const need = lookUp(dependencies, here.name)?.[here.next++]
      const since = need === undefined ? undefined : onTheWay.get(need)
      if (need === undefined) {
        done.add(here.name)
        onTheWay.delete(here.name)
        way.pop()
      } else if (since !== undefined) {
        cycles.push(way.slice(since).map(({ name }) => name))
      } else if (!done.has(need) && Object.hasOwn(dependencies, need)) {
        onTheWay.set(need, way.length)
        way.push({ name: need, next: 0 })
      }
    }
  }
  return cycles
}
