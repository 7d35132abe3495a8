/** Remembers the last so many things that were worked out, by their names. */
export function memory<T>(capacity: number): (name: string, make: () => T) => T {
  const known = new Map<string, T>()
  return (name, make) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const fresh = make()
    const [oldest] = known.keys()
    if (known.size >= capacity && oldest !== undefined) known.delete(oldest)
    known.set(name, fresh)
    return fresh
  }
}
