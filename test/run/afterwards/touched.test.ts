import { describe, expect, test } from 'vitest'
import type { Happening, ProcessIdentity } from '../../../src/model/event.ts'
import { touchedFold } from '../../../src/run/afterwards/touched.ts'
import { faultWith, journalOf, UNDO } from '../../support/drill.ts'

const proxy: ProcessIdentity = { pid: 11, born: 'a' }
const mock: ProcessIdentity = { pid: 12, born: 'b' }
const ownGround: readonly Happening[] = [
  { type: 'process.started', role: 'proxy', identity: proxy, group: false },
  { type: 'network.found', toxiproxy: 'http://ours:1', version: '2', ours: true },
  { type: 'process.started', role: 'mock', identity: mock, group: false },
  { type: 'mock.found', control: 'http://mock:1', address: 'http://mock:2' },
]

describe('what a drill has touched', () => {
  const touched = (happenings: readonly Happening[]) => {
    const fold = touchedFold()
    for (const event of journalOf(happenings.map((happening, i) => [i, happening]))) fold.see(event)
    return fold.touched()
  }
  test('nothing at first', () => {
    expect(touched([])).toEqual({
      ...{ undos: [], toxiproxies: [], stages: [], platformDir: '.', origins: new Map(), hidingPlaces: [] },
      ownServers: new Map(),
    })
  })
  test('its own servers, by their addresses', () => {
    expect(touched(ownGround)).toMatchObject({
      toxiproxies: ['http://ours:1'],
      ownServers: new Map([
        ['http://ours:1', proxy],
        ['http://mock:1', mock],
      ]),
    })
  })
  test('a Toxiproxy that was there before is not ours', () => {
    const found: Happening = { type: 'network.found', toxiproxy: 'http://theirs:1', version: '2', ours: false }
    expect(touched([ownGround[0] ?? found, found])).toMatchObject({
      toxiproxies: ['http://theirs:1'],
      ownServers: new Map(),
    })
  })
  test('every undo there ever was, done or not: the place has been touched', () => {
    const intended: Happening = { type: 'fault.intended', fault: faultWith(), undo: UNDO, words: '' }
    const route: Happening = { type: 'route.intended', component: 'x', listen: '', upstream: '', undo: UNDO }
    const undone: Happening = {
      type: 'fault.undone',
      fault: 'f1',
      outcome: { state: 'undone', detail: '' },
      by: 'conductor',
    }
    expect(touched([intended, route, undone]).undos).toEqual([UNDO, UNDO])
  })
})
