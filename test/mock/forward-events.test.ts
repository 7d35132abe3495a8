import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventFrame } from '../../src/mock/dialects/bedrock/event-stream.ts'
import { eventsOf, framingOf } from '../../src/mock/forward/events.ts'

/** A body in pieces of any size. */
async function* inPieces(body: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0
  for (let i = 0; at < body.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    yield body.subarray(at, at + size)
    at += size
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 })

describe('the events of a body are told apart however it is cut into pieces', () => {
  test.for(['\n\n', '\r\n\r\n'])('by blank lines: %o', async mark => {
    const events = ['data: {"a":1}', 'event: x\ndata: 2', 'data: [DONE]'].map(event => event + mark)
    await fc.assert(
      fc.asyncProperty(sizes, async sizes => {
        const seen = await Array.fromAsync(eventsOf(inPieces(Buffer.from(events.join('')), sizes), 'lines'))
        expect(seen.map(String)).toEqual(events)
      }),
    )
  })

  test('by frames', async () => {
    const events = [eventFrame('a', { x: 1 }), eventFrame('bb', { y: 'z'.repeat(100) }), eventFrame('c', {})]
    await fc.assert(
      fc.asyncProperty(sizes, async sizes => {
        const seen = await Array.fromAsync(eventsOf(inPieces(Buffer.concat(events), sizes), 'frames'))
        expect(seen.map(each => Buffer.from(each))).toEqual(events.map(each => Buffer.from(each)))
      }),
    )
  })

  test('and what is left over is not lost', async () => {
    const left = await Array.fromAsync(eventsOf(inPieces(Buffer.from('data: 1\n\ndata: 2'), [3]), 'lines'))
    expect(left.map(String)).toEqual(['data: 1\n\n', 'data: 2'])
    // A frame that says it has no length must not hold us for ever.
    expect(await Array.fromAsync(eventsOf(inPieces(Buffer.alloc(9), [9]), 'frames'))).toHaveLength(6 + 1)
  })
})

test('the content type says how', () => {
  expect(
    ['text/event-stream; charset=utf-8', 'application/vnd.amazon.eventstream', 'application/json', undefined].map(
      framingOf,
    ),
  ).toEqual(['lines', 'frames', 'none', 'none'])
})
