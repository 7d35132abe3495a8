import { expect, test } from 'vitest'
import { pendingFold } from '../../../src/measure/folds/pending-fold.ts'
import type { Happening } from '../../../src/model/event.ts'
import type { PlantedText } from '../../../src/model/sharing.ts'
import type { Undo, UndoOutcome } from '../../../src/model/undo.ts'
import { faultWith } from '../../support/drill.ts'

const text = (tenant: string): PlantedText => ({
  ...{ tenant, canary: `canary-${tenant}` },
  remove: { kind: 'command', command: `forget ${tenant} {id}`, cwd: '.', timeoutMs: 1000 },
})
const intended = (tenant: string, place = 'notes'): Happening => ({
  ...{ type: 'canary.intended', place, tenant },
  undo: { kind: 'canary.remove', place, texts: [text(tenant)] },
})
const planted = (tenant: string, refused: boolean): Happening => ({
  ...{ type: 'canary.planted', canary: `canary-${tenant}`, tenant, place: 'notes', planted: !refused, detail: '' },
  refused,
})
const removed = (outcome: UndoOutcome, place = 'notes'): Happening => ({
  ...{ type: 'canary.removed', place, outcome, by: 'conductor' },
})
const DONE = { state: 'undone', detail: 'away' } as const
const FAILED = { state: 'failed', detail: 'nobody answered', command: 'recover' } as const
const restore: Undo = {
  ...{ kind: 'store.restore', snapshot: 'p', sha256: '0' },
  store: { driver: 'pgvector', connect: 'x', collection: 'c', fields: { id: 'id' } as never },
}

/** What would have to be taken away, by place: `tenant`, or `tenant=id` where its name is known. */
function left(...happenings: readonly Happening[]) {
  const fold = pendingFold()
  for (const [seq, happening] of happenings.entries()) fold.see({ seq, atMs: 0, wall: '', ...happening })
  return fold
    .pending()
    .undos.flatMap(({ undo }) =>
      undo.kind === 'canary.remove'
        ? [[undo.place, ...undo.texts.map(({ tenant, id }) => (id === undefined ? tenant : `${tenant}=${id}`))]]
        : [],
    )
}

test.each<[string, readonly Happening[], unknown]>([
  [
    'what is about to be hidden is to be taken away',
    [intended('acme'), intended('globex')],
    [['notes', 'acme', 'globex']],
  ],
  [
    'the place that was last filled first',
    [intended('acme'), intended('acme', 'z')],
    [
      ['z', 'acme'],
      ['notes', 'acme'],
    ],
  ],
  [
    'by the name that the platform said',
    [intended('acme'), { type: 'canary.named', place: 'notes', tenant: 'acme', id: 'n1' }],
    [['notes', 'acme=n1']],
  ],
  ['but not what was turned away', [intended('acme'), planted('acme', true)], []],
  ['nor what has been taken away', [intended('acme'), planted('acme', false), removed(DONE)], []],
  ['unless that came to nothing', [intended('acme'), removed(FAILED)], [['notes', 'acme']]],
  [
    'or a store was put back afterwards, in which it still was',
    [
      intended('acme'),
      { type: 'fault.intended', fault: faultWith(), undo: { kind: 'all', undos: [restore] }, words: '' },
      removed(DONE),
      { type: 'fault.undone', fault: 'f1', outcome: DONE, by: 'recover' },
    ],
    [['notes', 'acme']],
  ],
])('%s', (_, happenings, expected) => {
  expect(left(...happenings)).toEqual(expected)
})
