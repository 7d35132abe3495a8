import { describe, expect, test } from 'vitest'
import type { Happening } from '../../../src/model/event.ts'
import type { FatedEntry, Ledger } from '../../../src/model/ledger.ts'
import { entryOf } from '../../../src/probes/ledger/entry.ts'
import { keepLedger } from '../../../src/probes/ledger/ledger-keeper.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { type Archive, ledgerOf, numberIn, openArchive } from '../../support/archive.ts'
import { eventually } from '../../support/wait.ts'

const world = nodeWorld()
const never = new AbortController().signal

describe('every acknowledged write has one fate', () => {
  test('all are there: all kept', async () => {
    const { acked, read, fates } = await told(async () => {})
    expect(read.counts).toEqual({ ...none, kept: acked })
    expect(read).toMatchObject({ complete: true, readings: 1, unknownThere: 0, detail: 'everything is there' })
    expect(fates).toEqual([])
  })

  test('those that are gone are lost, each by its number and the time of its acknowledgement', async () => {
    const { acked, read, fates, wrote } = await told(async archive => {
      archive.kept = archive.kept.filter(({ name }) => ![3, 5].includes(numberIn(name)))
    })
    expect(read.counts).toEqual({ ...none, kept: acked - 2, lost: 2 })
    expect(fates).toEqual(
      [3, 5].map(entry => ({
        entry,
        fate: 'lost',
        ackMs: (wrote[entry]?.dueMs ?? 0) + (wrote[entry]?.tookMs ?? 0),
      })),
    )
  })

  test('one whose text was changed is corrupt, by its text or by its checksum', async () => {
    const { acked, read, fates } = await told(async archive => {
      archive.kept = archive.kept.map(entry => {
        const number = numberIn(entry.name)
        return number === 2 ? { ...entry, text: `${entry.text}!` } : number === 4 ? { ...entry, sum: '0' } : entry
      })
    })
    expect(read.counts).toEqual({ ...none, kept: acked - 2, corrupt: 2 })
    expect(shown(fates)).toEqual(['2 corrupt', '4 corrupt'])
  })

  test('one that is there twice is duplicated; never by us, who send nothing twice', async () => {
    const { acked, read, fates } = await told(async () => {}, { treat: entry => (entry === 1 ? 'twice' : 'keep') })
    expect(read.counts).toEqual({ ...none, kept: acked - 1, duplicated: 1 })
    expect(shown(fates)).toEqual(['1 duplicated'])
  })

  test('unless that is allowed', async () => {
    const { acked, read } = await told(async () => {}, {
      treat: entry => (entry === 1 ? 'twice' : 'keep'),
      ledger: { duplicatesAllowed: true },
    })
    expect(read.counts).toEqual({ ...none, kept: acked })
  })

  test('one that was acknowledged and never kept is lost', async () => {
    const { fates } = await told(async () => {}, { treat: entry => (entry === 6 ? 'say-without-keeping' : 'keep') })
    expect(shown(fates)).toEqual(['6 lost'])
  })

  test('one that is due while as many as may be wait already is never sent, and says so', async () => {
    await using archive = await openArchive()
    archive.treat(() => 'hang')
    const { notes, keeper } = keeping(ledgerOf(archive, { maxInFlight: 2, timeoutMs: 1000 }))
    await eventually('two that are given up, and those after them', () => notes.length >= 6)
    await keeper.stopWriting()
    const wrote = notes.filter(note => note.type === 'ledger.wrote').slice(0, 6)
    expect(wrote.map(({ entry, acked, shed, detail }) => [entry, acked, shed, detail])).toEqual([
      ...[0, 1].map(entry => [entry, false, undefined, 'timeout: no answer within 1000 ms']),
      ...[2, 3, 4, 5].map(entry => [entry, false, true, '2 writes were already waiting for their acknowledgement']),
    ])
  })

  test('one that was never acknowledged counts for nothing, there or not', async () => {
    const { acked, read, fates, wrote } = await told(async () => {}, {
      treat: entry => (entry === 2 ? 'refuse' : entry === 4 ? 'keep-without-saying' : entry === 5 ? 'hang' : 'keep'),
      ledger: { timeoutMs: 1500 },
    })
    expect(wrote.filter(each => !each.acked).map(each => each.entry)).toEqual(expect.arrayContaining([2, 4, 5]))
    expect(read.counts).toEqual({ ...none, kept: acked })
    expect(read.unknownThere).toBe(1)
    expect(fates).toEqual([])
  })

  test('one that was deleted and is back is resurrected; one that stays away is as it should be', async () => {
    await using archive = await openArchive()
    const ledger = ledgerOf(archive, { remove: removal(archive) })
    const { notes, keeper } = keeping(ledger)
    await eventually('three deletions', () => removed(notes).length >= 3)
    await keeper.stopWriting()
    const [back, ...away] = removed(notes)
    const { id, text, sum } = entryOf('d1.runs.', back?.entry ?? 0)
    archive.kept.push({ id: 'row-back', name: id, text, sum })
    await keeper.readBack('healed', never)
    const { counts } = readOf(notes)
    expect(counts).toMatchObject({ removed: away.length, resurrected: 1, lost: 0 })
    expect(fatesOf(notes)).toEqual([{ entry: back?.entry, fate: 'resurrected', ackMs: back?.atMs }])
  })
})

describe('reading back', () => {
  test('is of every page, and passes over what others wrote', async () => {
    const { acked, read, archive } = await told(async archive => {
      archive.kept.unshift({ id: 'x', name: 'somebody else', text: 'hello', sum: '' })
    })
    expect(read.items).toBe(archive.kept.length)
    expect(read.pages).toBe(Math.ceil(archive.kept.length / 7))
    expect(read.counts.kept).toBe(acked)
  })

  test('looks for what is missing until it has had time to settle', async () => {
    await using archive = await openArchive()
    const { notes, keeper } = keeping(ledgerOf(archive, { settleMs: 3000 }))
    await eventually('ten entries', () => notes.length >= 10)
    await keeper.stopWriting()
    const late = archive.kept.splice(4, 2)
    const reading = keeper.readBack('recovered', never)
    await eventually('a first reading', () => archive.pagesRead >= 2)
    archive.kept.push(...late)
    await reading
    const read = readOf(notes)
    expect(read).toMatchObject({ complete: true, detail: 'everything is there' })
    expect(read.readings).toBeGreaterThan(1)
    expect(fatesOf(notes)).toEqual([])
  })

  test('a loss is only told when two readings agree', async () => {
    const { read } = await told(async archive => lose(archive, 0))
    expect(read).toMatchObject({ complete: true, readings: 2, detail: '2 readings; the last two agree' })
  })

  test('a page that cannot be had is asked for again', async () => {
    await using archive = await openArchive()
    const { notes, keeper } = keeping(ledgerOf(archive))
    await eventually('ten entries', () => notes.length >= 10)
    archive.readAs(503)
    const reading = keeper.readBack('recovered', never)
    await eventually('a page refused twice', () => archive.pagesRead >= 2)
    archive.readAs(200)
    await reading
    await keeper.stopWriting()
    expect(readOf(notes)).toMatchObject({ complete: true })
  })

  test('a ledger that cannot be read says so, and claims nothing', async () => {
    const { read, fates } = await told(async archive => archive.readAs(503), { ledger: { firstPageWithinMs: 250 } })
    const detail = 'not one page within 250 ms, but status 503 instead of 200'
    expect(read).toMatchObject({ complete: false, counts: { lost: 0 }, detail })
    expect(fates).toEqual([])
  })

  test('one that needs longer for its first page has as long as its platform file gives it', async () => {
    const late = async (archive: Archive) => {
      archive.readAs(503)
      setTimeout(() => archive.readAs(200), 600)
    }
    const patient = await told(late, { ledger: { readWithinMs: 20_000, firstPageWithinMs: 20_000 } })
    expect(patient.read).toMatchObject({ complete: true, counts: { kept: patient.acked } })
    const hasty = await told(late, { ledger: { readWithinMs: 20_000, firstPageWithinMs: 200 } })
    expect(hasty.read).toMatchObject({ complete: false, counts: { lost: 0 } })
  })

  test('a list that leads back to where it has been has no end: nothing is claimed', async () => {
    const { read } = await told(async () => {}, {
      ledger: ledger => ({
        read: { ...ledger.read, paging: { kind: 'cursor', nextAt: '$.entries[0].sum', param: 'x' } },
      }),
    })
    expect(read).toMatchObject({ complete: false, detail: 'page 2 leads back to one that was read before' })
  })

  test('what the platform calls its entries is enough to know them by', async () => {
    const { acked, read, fates } = await told(async archive => lose(archive, 2), {
      ledger: ({ write, read }) => ({
        write: { ...write, idAt: '$.id' },
        read: { ...read, idAt: '$.id', textAt: undefined, sumAt: undefined },
      }),
    })
    expect(shown(fates)).toEqual(['2 lost'])
    expect(read.counts.kept).toBe(acked - 1)
  })

  test('a second one tells only what is new, and counts everything', async () => {
    await using archive = await openArchive()
    const { notes, keeper } = keeping(ledgerOf(archive))
    await eventually('ten entries', () => notes.length >= 10)
    lose(archive, 0)
    await keeper.readBack('recovered', never)
    lose(archive, 1)
    await keeper.stopWriting()
    await keeper.readBack('healed', never)
    expect(shown(fatesOf(notes))).toEqual(['0 lost', '1 lost'])
    expect(readOf(notes)).toMatchObject({ during: 'healed', counts: { lost: 2 } })
  })

  test('what was lost once stays lost, even if somebody brings it back later', async () => {
    await using archive = await openArchive()
    const { notes, keeper } = keeping(ledgerOf(archive))
    await eventually('ten entries', () => notes.length >= 10)
    const gone = archive.kept.splice(0, 1)
    await keeper.readBack('recovered', never)
    archive.kept.push(...gone)
    await keeper.stopWriting()
    await keeper.readBack('healed', never)
    expect(readOf(notes).counts.lost).toBe(1)
  })
})

function lose(archive: Archive, entry: number): void {
  archive.kept = archive.kept.filter(({ name }) => numberIn(name) !== entry)
}

const none = { kept: 0, duplicated: 0, resurrected: 0, corrupt: 0, lost: 0, removed: 0 }

interface Change {
  readonly treat?: Parameters<Archive['treat']>[0]
  readonly ledger?: Partial<Ledger> | ((plain: Ledger) => Partial<Ledger>)
}

/** Writes for a while, lets something happen to what was kept, and reads it back. */
async function told(happen: (archive: Archive) => Promise<unknown>, { treat, ledger = {} }: Change = {}) {
  await using archive = await openArchive()
  if (treat !== undefined) archive.treat(treat)
  const plain = ledgerOf(archive)
  const { notes, keeper } = keeping({ ...plain, ...(typeof ledger === 'function' ? ledger(plain) : ledger) })
  await eventually('ten entries', () => notes.length >= 10)
  await keeper.stopWriting()
  await happen(archive)
  await keeper.readBack('recovered', never)
  const wrote = notes.filter(each => each.type === 'ledger.wrote')
  // A machine too busy to send in time leaves some writes unsent; what they are not is acknowledged.
  const acked = wrote.filter(each => each.acked).length
  return { archive, wrote, acked, read: readOf(notes), fates: fatesOf(notes) }
}

function keeping(ledger: Ledger) {
  const notes: Happening[] = []
  const note = (happening: Happening) => void notes.push(happening)
  return { notes, keeper: keepLedger(world, ledger, { drill: 'd1', nowMs: world.clock.nowMs, note }) }
}

function readOf(notes: readonly Happening[]) {
  const read = notes.findLast(each => each.type === 'ledger.read')
  if (read === undefined) throw new Error('nothing was read back')
  return read
}

function fatesOf(notes: readonly Happening[]): readonly FatedEntry[] {
  return notes.flatMap(each => (each.type === 'ledger.fates' ? each.entries : []))
}

function removed(notes: readonly Happening[]) {
  return notes.filter(each => each.type === 'ledger.removed')
}

function shown(fates: readonly FatedEntry[]): readonly string[] {
  return fates.map(({ entry, fate }) => `${entry} ${fate}`)
}

function removal({ url }: Archive): Ledger['remove'] {
  const request = { method: 'DELETE', url: `${url}/entries/\${entry.id}`, headers: {}, body: undefined }
  return { request, acked: { status: 204, json: [] }, everyNth: 3, afterMs: 20 }
}
