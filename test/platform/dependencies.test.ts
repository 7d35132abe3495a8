import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cyclesIn, dependentsOf, recoveryOrder } from '../../src/platform/dependencies.ts'

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

describe('the order in which components can come back', () => {
  test('each after all it needs, otherwise as in the file', () => {
    expect(recoveryOrder(HARBOR)).toEqual(['openai', 'anthropic', 'gateway', 'agent'])
  })

  test('members of a cycle come too, and names that nobody describes do not', () => {
    expect(recoveryOrder({ a: ['b'], b: ['a', 'nothing'] })).toEqual(['b', 'a'])
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
    expect(recoveryOrder(chain)[0]).toBe('c49999')
  })

  test('the order keeps every dependency exactly when there is no cycle', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const graph = fc.dictionary(fc.constantFrom(...names), fc.uniqueArray(fc.constantFrom(...names)))
    fc.assert(
      fc.property(graph, dependencies => {
        const order = recoveryOrder(dependencies)
        expect([...order].sort()).toEqual(Object.keys(dependencies).sort())
        const kept = order.every((name, index) =>
          (dependencies[name] ?? []).every(need => order.indexOf(need) < index || !order.includes(need)),
        )
        expect(kept).toBe(cyclesIn(dependencies).length === 0)
      }),
    )
  })
})
