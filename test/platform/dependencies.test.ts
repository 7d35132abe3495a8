import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cyclesIn, dependentsOf } from '../../src/platform/dependencies.ts'

const HARBOR = { agent: ['gateway'], gateway: ['openai', 'anthropic'], openai: [], anthropic: [] }

describe('what stops working when a component does', () => {
  test('what needs it, directly or by way of others', () => {
    expect(dependentsOf(HARBOR, 'openai')).toEqual(['agent', 'gateway'])
    expect(dependentsOf(HARBOR, 'agent')).toEqual([])
  })

  test('a component in a cycle is not among its own dependents', () => {
    expect(dependentsOf({ a: ['b'], b: ['a'] }, 'a')).toEqual(['b'])
  })
})

describe('cycles', () => {
  test('there are none where everything can come back', () => {
    expect(cyclesIn(HARBOR)).toEqual([])
  })

  test('a diamond is no cycle', () => {
    expect(cyclesIn({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([])
  })

  test('a component that needs itself, two that need each other, and three in a ring', () => {
    expect(cyclesIn({ a: ['a'] })).toEqual([['a']])
    expect(cyclesIn({ a: ['b'], b: ['a'] })).toEqual([['a', 'b']])
    expect(cyclesIn({ x: ['a'], a: ['b'], b: ['c'], c: ['a'] })).toEqual([['a', 'b', 'c']])
  })

  test('two rings that share a component are two cycles', () => {
    expect(cyclesIn({ a: ['b', 'c'], b: ['a'], c: ['a'] })).toEqual([
      ['a', 'b'],
      ['a', 'c'],
    ])
  })

  test('names that every object inherits are names like others', () => {
    expect(cyclesIn({ constructor: ['toString'], toString: ['constructor'] })).toEqual([['constructor', 'toString']])
    expect(cyclesIn({ a: ['constructor'] })).toEqual([])
  })

  test('a chain longer than the call stack is followed to its end', () => {
    const chain = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`c${index}`, [`c${index + 1}`]]))
    expect(cyclesIn(chain)).toEqual([])
    expect(cyclesIn({ ...chain, c50000: ['c0'] })).toHaveLength(1)
  })

  test('there is one exactly where not all can be taken away, each once nothing needs it', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const graph = fc.dictionary(fc.constantFrom(...names), fc.uniqueArray(fc.constantFrom(...names)))
    fc.assert(
      fc.property(graph, dependencies => {
        expect(cyclesIn(dependencies).length > 0).toBe(takenApart(dependencies).length > 0)
      }),
    )
  })
})

/** What is left when whatever nobody needs has been taken away, again and again. */
function takenApart(dependencies: Record<string, readonly string[]>): readonly string[] {
  const rest = new Set(Object.keys(dependencies))
  for (;;) {
    const needed = new Set([...rest].flatMap(name => dependencies[name] ?? []))
    const free = [...rest].filter(name => !needed.has(name))
    if (free.length === 0) return [...rest]
    for (const name of free) rest.delete(name)
  }
}
