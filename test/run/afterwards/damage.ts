import fc from 'fast-check'

/** One thing that happens to a journal. */
export const damage = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('drop' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('swap' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), to: fc.string({ minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('retype' as const), at: fc.nat(), key: fc.nat(), value: fc.jsonValue() }),
)

/** A journal after all of it. */
export function damaged(
  journal: readonly string[],
  hits: readonly (typeof damage extends fc.Arbitrary<infer D> ? D : never)[],
): string {
  return hits.reduce((text, hit) => {
    const all = text.split('\n')
    const n = hit.at % Math.max(1, all.length)
    switch (hit.kind) {
      case 'cut':
        return text.slice(0, hit.at % Math.max(1, text.length))
      case 'drop':
        return all.toSpliced(n, 1).join('\n')
      case 'swap':
        return all.toSpliced(n, 2, all[n + 1] ?? '', all[n] ?? '').join('\n')
      case 'flip': {
        const at = hit.at % Math.max(1, text.length)
        return text.slice(0, at) + hit.to + text.slice(at + 1)
      }
      case 'retype':
        return all.with(n, retyped(all[n] ?? '', hit.key, hit.value)).join('\n')
      default:
        return hit satisfies never
    }
  }, journal.join('\n'))
}

/** The same event with one of its values, however deep, replaced by something else. */
function retyped(line: string, key: number, value: unknown): string {
  try {
    const event = JSON.parse(line) as Record<string, unknown>
    const keys = Object.keys(event).filter(name => name !== 'seq')
    const name = keys[key % keys.length] ?? 'type'
    const inner = event[name]
    const deep =
      typeof inner === 'object' && inner !== null && key % 2 === 0
        ? { ...inner, [Object.keys(inner)[0] ?? 'x']: value }
        : value
    return JSON.stringify({ ...event, [name]: deep })
  } catch {
    return line
  }
}
