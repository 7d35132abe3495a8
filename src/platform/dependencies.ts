/** Who depends on whom: each name with the names it cannot work without. */
export type Dependencies = Readonly<Record<string, readonly string[]>>

/** Everything that stops working, directly or by way of others, when one component does. */
export function dependentsOf(dependencies: Dependencies, id: string): readonly string[] {
  const found = new Set<string>()
  const waiting = [id]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [name, needs] of Object.entries(dependencies)) {
      if (!needs.includes(next) || found.has(name) || name === id) continue
      found.add(name)
      waiting.push(name)
    }
  }
  return Object.keys(dependencies).filter(name => found.has(name))
}

/** The components in an order in which they can come back: each after all it depends on. Members of a cycle stay in file order. */
export function recoveryOrder(dependencies: Dependencies): readonly string[] {
  const ordered = new Set<string>()
  const visiting = new Set<string>()
  const visit = (name: string): void => {
    if (ordered.has(name) || visiting.has(name) || !Object.hasOwn(dependencies, name)) return
    visiting.add(name)
    for (const need of dependencies[name] ?? []) visit(need)
    ordered.add(name)
  }
  for (const name of Object.keys(dependencies)) visit(name)
  return [...ordered]
}

/** Every cycle, once, as the names on it in order: `[a, b]` means that a needs b and b needs a. */
export function cyclesIn(dependencies: Dependencies): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = []
  const done = new Set<string>()
  const visit = (name: string, way: readonly string[]): void => {
    const since = way.indexOf(name)
    if (since !== -1) {
      cycles.push(way.slice(since))
      return
    }
    if (done.has(name)) return
    for (const need of Object.hasOwn(dependencies, name) ? (dependencies[name] ?? []) : []) visit(need, [...way, name])
    // Every way on from here has been followed: coming back by another road finds no new cycle.
    done.add(name)
  }
  for (const name of Object.keys(dependencies)) visit(name, [])
  return cycles
}
