import { describe, expect, test } from 'vitest'
import { mendJournal } from '../../src/journal/mend.ts'
import { replay } from '../../src/journal/replay.ts'
import { pendingFold } from '../../src/measure/folds/pending-fold.ts'
import type { DrillEvent } from '../../src/model/event.ts'
import { fakeFiles } from '../../src/testing/fake-files.ts'

const PATH = 'drill/journal.jsonl'

describe('a journal is read again', () => {
  test('event by event', async () => {
    expect(await seqsOf(`${line(0)}\n${line(1)}\n${line(2)}\n`)).toEqual([0, 1, 2])
  })
  test.for([
    ['a torn last line is what a crash leaves', `${line(0)}\n${line(1)}\n${line(2).slice(0, 20)}`, [0, 1]],
    ['a last line without its line end is whole', `${line(0)}\n${line(1)}`, [0, 1]],
    ['a last line that is JSON but no event is torn', `${line(0)}\n12`, [0]],
    ['a last line of zeros is what a power cut leaves', `${line(0)}\n\0\0\0\0`, [0]],
    ['a line end too many at the end', `${line(0)}\n\n`, [0]],
    ['only a torn line', '{"seq":0,"at', []],
    ['nothing', '', []],
  ] as const)('%s', async ([_, text, seqs]) => {
    expect(await seqsOf(text)).toEqual(seqs)
  })

  test.for([
    ['a bad line in the middle', `${line(0)}\n{"seq":1,\n${line(2)}\n`, 'Line 2 of', 'does not hold an event'],
    ['an empty line in the middle', `${line(0)}\n\n${line(1)}\n`, 'Line 2 of', 'does not hold an event'],
    ['JSON that is no event in the middle', `[]\n${line(0)}\n`, 'Line 1 of', 'does not hold an event'],
    ['an event left out', `${line(0)}\n${line(2)}\n`, 'Line 2 of', 'should be event 1 but is event 2'],
    ['an event twice', `${line(0)}\n${line(0)}\n`, 'Line 2 of', 'should be event 1 but is event 0'],
    ['the first event missing', `${line(1)}\n`, 'Line 1 of', 'should be event 0 but is event 1'],
  ] as const)('%s is damage, and said where', async ([_, text, where, what]) => {
    const error = await seqsOf(text).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'JOURNAL_DAMAGED', message: `${where} ${PATH} ${what}.` })
    expect(error).toHaveProperty('hint', expect.stringContaining('Nothing was changed'))
  })

  test('what came before the damage has been heard', async () => {
    const heard: number[] = []
    const reading = async () => {
      for await (const event of replay(fakeFiles({ [PATH]: `${line(0)}\nxx\n${line(2)}\n` }), PATH))
        heard.push(event.seq)
    }
    await expect(reading()).rejects.toThrow('Line 2')
    expect(heard).toEqual([0])
  })
})

describe('a journal is mended so that it can be continued', () => {
  test.for([
    ['a torn last line goes', `${line(0)}\n${line(1).slice(0, 9)}`, `${line(0)}\n`, true],
    ['a torn only line goes', '{"seq"', '', true],
    ['a missing line end is put there', `${line(0)}\n${line(1)}`, `${line(0)}\n${line(1)}\n`, false],
    ['a whole journal stays as it is', `${line(0)}\n${line(1)}\n`, `${line(0)}\n${line(1)}\n`, false],
    ['an empty one too', '', '', false],
    ['a line end too many goes', `${line(0)}\n\n`, `${line(0)}\n`, true],
    [
      'letters of several bytes are counted as bytes',
      `${line(0, 'Größe ✓ 漢字 😀')}\n{"se`,
      `${line(0, 'Größe ✓ 漢字 😀')}\n`,
      true,
    ],
    ['in the last line too', line(0, '漢字'), `${line(0, '漢字')}\n`, false],
  ] as const)('%s', async ([_, before, after, torn]) => {
    const files = fakeFiles({ [PATH]: before })
    expect(await mendJournal(files, PATH)).toBe(torn)
    expect(files.contents.get(PATH)).toBe(after)
  })

  test('mending twice is mending once', async () => {
    const files = fakeFiles({ [PATH]: `${line(0)}\n{"s` })
    await mendJournal(files, PATH)
    expect(await mendJournal(files, PATH)).toBe(false)
    expect(files.contents.get(PATH)).toBe(`${line(0)}\n`)
  })

  test('cut anywhere at all, it is readable once mended, and no whole line is lost', async () => {
    const whole = Buffer.from(`${line(0)}\n${line(1, 'ö漢😀')}\n${line(2)}\n`)
    for (let bytes = 0; bytes <= whole.length; bytes++) {
      const cut = whole.subarray(0, bytes).toString()
      const files = fakeFiles({ [PATH]: cut })
      await mendJournal(files, PATH)
      const lineEnds = cut.split('\n').length - 1
      const seqs = await seqsOf(files.contents.get(PATH) ?? '')
      expect(seqs.length, `cut after ${bytes} bytes`).toBeGreaterThanOrEqual(lineEnds)
      expect(files.contents.get(PATH)).toMatch(/^$|\n$/)
    }
  })
})

test('a crash between intent and injection still leaves an undo', async () => {
  const undo = { kind: 'toxiproxy.remove-proxy', toxiproxy: 'http://127.0.0.1:8474', proxy: 'openai' }
  const intended = { type: 'fault.intended', fault: { id: 'f1' }, undo, words: 'openai refuses' }
  const text = `${line(0)}\n${JSON.stringify({ seq: 1, atMs: 5, wall: '', ...intended })}\n{"seq":2,"atMs":6,"type":"fault.inj`
  const fold = pendingFold()
  for await (const event of replay(fakeFiles({ [PATH]: text }), PATH)) fold.see(event)
  expect(fold.pending().undos).toEqual([{ of: 'fault', id: 'f1', undo }])
})

function line(seq: number, words = 'x'): string {
  return JSON.stringify({ seq, atMs: seq, wall: '2026-01-01T00:00:00.000Z', type: 'parachute.skipped', why: words })
}

/** However it comes from the disk: at once, or a few letters at a time. */
async function seqsOf(text: string): Promise<readonly number[]> {
  const inPieces = {
    pieces: async function* () {
      for (let i = 0; i < text.length; i += 7) yield text.slice(i, i + 7)
    },
  }
  const small: DrillEvent[] = await Array.fromAsync(replay(inPieces, PATH))
  const events: DrillEvent[] = await Array.fromAsync(replay(fakeFiles({ [PATH]: text }), PATH))
  expect(small).toEqual(events)
  return events.map(event => event.seq)
}
