import { describe, expect, test } from 'vitest'
import type { MockFault } from '../../../src/mock/fault.ts'
import { type FaultBook, type FaultTarget, faultBook } from '../../../src/mock/faults/fault-book.ts'
import { always } from '../support.ts'

const chat: FaultTarget = {
  dialect: 'openai',
  model: 'gpt-5.2',
  path: '/v1/chat/completions',
  streamed: false,
  key: () => undefined,
  tenant: () => undefined,
  can: () => true,
}
const down = always({ kind: 'status', status: 500 })

function withKey(key: string): FaultTarget {
  return { ...chat, key: () => key }
}

function withTenant(tenant: string): FaultTarget {
  return { ...chat, tenant: () => tenant }
}

/** So many requests, one letter each: `x` met a fault, `.` did not. */
function meetings(book: FaultBook, count: number, request = chat): string {
  return Array.from({ length: count }, () => (book.meet(request) === undefined ? '.' : 'x')).join('')
}

function book(seed = 1): FaultBook & { readonly advance: (ms: number) => void } {
  let nowMs = 1000
  return {
    ...faultBook(seed, () => nowMs),
    advance: ms => {
      nowMs += ms
    },
  }
}

describe('which requests meet a fault', () => {
  test('none, if there is no fault', () => {
    expect(meetings(book(), 3)).toBe('...')
  })

  test('all of them, with a share of one', () => {
    const faults = book()
    faults.put('down', down)
    expect(faults.meet(chat)).toEqual({ id: 'down', effect: { kind: 'status', status: 500 } })
    expect(faults.list()).toEqual([{ id: 'down', fault: down, matched: 1, hits: 1, endsInMs: null }])
  })

  test('only the first so many', () => {
    const faults = book()
    faults.put('first', { ...down, firstN: 2 })
    expect(meetings(faults, 5)).toBe('xx...')
    expect(faults.list()[0]).toMatchObject({ matched: 5, hits: 2 })
  })

  test('none, with a share of nothing, and still it is counted whom it would have matched', () => {
    const faults = book()
    faults.put('none', { ...down, shareRatio: 0 })
    expect(meetings(faults, 3)).toBe('...')
    expect(faults.list()[0]).toMatchObject({ matched: 3, hits: 0 })
  })

  test('a share of them, the same ones for the same seed', () => {
    const drawn = (seed: number): string => {
      const faults = book(seed)
      faults.put('some', { ...down, shareRatio: 0.3 })
      return meetings(faults, 1000)
    }
    expect(drawn(7)).toBe(drawn(7))
    expect(drawn(7)).not.toBe(drawn(8))
    const hits = drawn(7).replaceAll('.', '').length
    expect(hits).toBeGreaterThan(250)
    expect(hits).toBeLessThan(350)
  })

  test('two faults with one seed draw differently', () => {
    const drawn = (id: string): string => {
      const faults = book()
      faults.put(id, { ...down, shareRatio: 0.5 })
      return meetings(faults, 50)
    }
    expect(drawn('one')).not.toBe(drawn('other'))
  })

  test.for([
    ['its dialect', { dialect: 'openai' }, { dialect: 'anthropic' }],
    ['its model', { model: 'gpt-5.2' }, { model: 'gpt-5.2-mini' }],
    ['its path', { path: '/v1/chat/completions' }, { path: '/v1/chat' }],
    ['all of them', { dialect: 'openai', model: 'gpt-5.2' }, { dialect: 'openai', model: 'other' }],
  ] as const)('one that fits %s', ([, fits, fitsNot]) => {
    const faults = book()
    faults.put('one', { ...down, match: fitsNot })
    expect(meetings(faults, 2)).toBe('..')
    faults.put('one', { ...down, match: fits })
    expect(meetings(faults, 2)).toBe('xx')
  })

  test('one that can show it, so that a hit proves something', () => {
    const faults = book()
    faults.put('one', always({ kind: 'empty' }))
    expect(meetings(faults, 1, { ...chat, can: () => false })).toBe('.')
    expect(meetings(faults, 1, chat)).toBe('x')
    expect(faults.list()[0]).toMatchObject({ matched: 1, hits: 1 })
  })

  test('of several faults, the one put first', () => {
    const faults = book()
    faults.put('first', { ...down, firstN: 1 })
    faults.put('second', always({ kind: 'empty' }))
    expect([faults.meet(chat)?.id, faults.meet(chat)?.id]).toEqual(['first', 'second'])
  })
})

describe('the lease of a fault', () => {
  test('ends it by itself, and then it is gone', () => {
    const faults = book()
    faults.put('leased', { ...down, ttlMs: 500 })
    expect(faults.list()[0]).toMatchObject({ endsInMs: 500 })
    faults.advance(499)
    expect(meetings(faults, 1)).toBe('x')
    faults.advance(1)
    expect(meetings(faults, 1)).toBe('.')
    expect(faults.list()).toEqual([])
  })

  test('is renewed by the same fault put again, and the counts go on', () => {
    const faults = book()
    const leased: MockFault = { ...down, ttlMs: 500, firstN: 3 }
    faults.put('leased', leased)
    expect(meetings(faults, 2)).toBe('xx')
    faults.advance(400)
    faults.put('leased', { ...leased })
    faults.advance(400)
    expect(meetings(faults, 2)).toBe('x.')
    expect(faults.list()).toEqual([{ id: 'leased', fault: leased, matched: 4, hits: 3, endsInMs: 100 }])
  })

  test('does not come back when the fault is put again after it ended', () => {
    const faults = book()
    faults.put('leased', { ...down, ttlMs: 500 })
    meetings(faults, 2)
    faults.advance(500)
    faults.put('leased', { ...down, ttlMs: 500 })
    expect(faults.list()[0]).toMatchObject({ hits: 0, endsInMs: 500 })
  })
})

describe('clearing and replacing', () => {
  test('clearing ends a fault at once, and may be done twice', () => {
    const faults = book()
    faults.put('down', down)
    expect([faults.clear('down'), faults.clear('down')]).toEqual([true, false])
    expect(meetings(faults, 1)).toBe('.')
  })

  test('another fault under the same id replaces it and counts from nothing', () => {
    const faults = book()
    faults.put('one', down)
    meetings(faults, 2)
    const slow = always({ kind: 'slow', headMs: 5 })
    faults.put('one', slow)
    expect(faults.list()).toEqual([{ id: 'one', fault: slow, matched: 0, hits: 0, endsInMs: null }])
  })

  test('what a fault has done is known after it has gone', () => {
    const faults = book()
    faults.put('cleared', down)
    meetings(faults, 2)
    faults.clear('cleared')
    faults.put('ended', { ...down, ttlMs: 1 })
    meetings(faults, 1)
    faults.advance(1)
    expect(faults.list()).toEqual([])
    expect(faults.totals()).toEqual({ cleared: { matched: 2, hits: 2 }, ended: { matched: 1, hits: 1 } })
  })

  test('what is known of faults that have gone does not grow without end', () => {
    const faults = book()
    for (let i = 0; i < 1500; i++) {
      faults.put(`fault-${i}`, down)
      faults.clear(`fault-${i}`)
    }
    expect(Object.keys(faults.totals())).toHaveLength(1000)
    expect(faults.totals()).toHaveProperty('fault-1499')
  })
})

describe('which requests meet a fault, told more exactly', () => {
  test.for([
    ['its key', { key: 'sha256:a' }, withKey('sha256:a'), withKey('sha256:b')],
    ['its tenant', { tenant: 'acme' }, withTenant('acme'), withTenant('other')],
    ['being streamed', { streamed: true }, { ...chat, streamed: true }, chat],
    ['a path with anything in it', { path: '/v1/*/completions' }, chat, { ...chat, path: '/v1/completions' }],
    ['a path with anything around it', { path: '*chat*' }, chat, { ...chat, path: '/v1/responses' }],
    ['a path that begins so', { path: '/v1/*' }, chat, { ...chat, path: '/v2/chat' }],
    ['several parts in their order', { path: '/*chat*comp*' }, chat, { ...chat, path: '/completions/chat' }],
  ] as const)('by %s', ([, match, fits, fitsNot]) => {
    const faults = book()
    faults.put('one', { ...down, match })
    expect(meetings(faults, 1, fits) + meetings(faults, 1, fitsNot)).toBe('x.')
  })

  test.for([
    ['every third', { everyNth: 3 }, '..x..x..x.'],
    ['every third of the first seven', { everyNth: 3, firstN: 7 }, '..x..x....'],
    ['two, then none', { sequence: ['hit', 'hit', 'fine'] }, 'xx........'],
    ['two of three, for ever', { sequence: ['hit', 'hit', 'fine'], repeats: true }, 'xx.xx.xx.x'],
  ] as const)('by their number: %s', ([, more, drawing]) => {
    const faults = book()
    faults.put('one', {
      ...down,
      ...more,
      ...('sequence' in more ? { sequence: [...more.sequence] } : {}),
    } as MockFault)
    expect(meetings(faults, 10)).toBe(drawing)
  })

  test('a sequence may have effects of its own', () => {
    const faults = book()
    faults.put('one', { ...down, sequence: ['hit', { kind: 'status', status: 429 }, 'fine', { kind: 'empty' }] })
    const met = Array.from({ length: 5 }, () => faults.meet(chat)?.effect)
    expect(met).toEqual([down.effect, { kind: 'status', status: 429 }, undefined, { kind: 'empty' }, undefined])
  })

  test('only in its window', () => {
    const faults = book()
    faults.put('one', { ...down, window: { fromMs: 100, toMs: 300 } })
    const drawn = [0, 100, 199, 1].map(ms => {
      faults.advance(ms)
      return meetings(faults, 1)
    })
    expect(drawn.join('')).toBe('.xx.')
    expect(faults.list()[0]).toMatchObject({ matched: 2, hits: 2 })
  })

  test('a renewed lease does not move the window', () => {
    const faults = book()
    const windowed = { ...down, window: { fromMs: 0, toMs: 100 }, ttlMs: 1000 }
    faults.put('one', windowed)
    faults.advance(150)
    faults.put('one', windowed)
    expect(meetings(faults, 1)).toBe('.')
  })

  test('as many as a curve says at that time', () => {
    const faults = book()
    const curve = [
      { atMs: 0, shareRatio: 0 },
      { atMs: 1000, shareRatio: 1 },
      { atMs: 2000, shareRatio: 0.5 },
    ]
    faults.put('one', { ...down, curve })
    const hits = [0, 500, 500, 1000, 9000].map(ms => {
      faults.advance(ms)
      return meetings(faults, 400).replaceAll('.', '').length / 400
    })
    expect(hits[0]).toBe(0)
    expect(hits[1]).toBeCloseTo(0.5, 1)
    expect(hits[2]).toBe(1)
    expect(hits[3]).toBeCloseTo(0.5, 1)
    expect(hits[4]).toBeCloseTo(0.5, 1)
  })

  test('always the same tenants, about as many as the share', () => {
    const faults = book()
    faults.put('one', { ...down, shareRatio: 0.3, stickyBy: 'tenant' })
    const tenants = Array.from({ length: 200 }, (_, i) => withTenant(`tenant-${i}`))
    const drawings = tenants.map(tenant => meetings(faults, 3, tenant))
    expect(new Set(drawings)).toEqual(new Set(['xxx', '...']))
    expect(drawings.filter(drawing => drawing === 'xxx').length / 200).toBeCloseTo(0.3, 1)
  })

  test('always the same keys, where nobody names a tenant', () => {
    const faults = book()
    faults.put('one', { ...down, shareRatio: 0.5, stickyBy: 'tenant' })
    const keys = Array.from({ length: 50 }, (_, i) => withKey(`sha256:${i}`))
    expect(new Set(keys.map(key => meetings(faults, 4, key)))).toEqual(new Set(['xxxx', '....']))
  })
})
