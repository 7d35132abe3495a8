import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import type { Happening } from '../../src/model/event.ts'
import type { Platform } from '../../src/model/platform.ts'
import type { Sample } from '../../src/model/sample.ts'
import { type Probes, startProbes } from '../../src/probes/probes.ts'
import { threadProbes } from '../../src/probes/thread/thread-probes.ts'
import { monotonicMs } from '../../src/world/node/clock.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { ledgerOf, openArchive } from '../support/archive.ts'
import { journeyWith, platformWith } from '../support/drill.ts'
import { eventually } from '../support/wait.ts'

const world = nodeWorld()
const BLOCKED_MS = 1200

describe('probes in a thread of their own', { timeout: 60_000 }, () => {
  test('are not held up by a conductor that is: every question is asked and heard while it computes', async () => {
    await using shop = await shopInAThread()
    const platform = platformWith({ journeys: [journeyTo(shop.url)] })
    const here = await blockedWhile(notes => startProbes(world, { drill: 'd1', platform }, probing(notes)))
    const there = await blockedWhile(notes => threadProbes(monotonicMs)({ drill: 'd1', platform }, probing(notes)))
    // Whoever asks from the busy thread is as late as that was busy, and says so.
    expect(here.latestMs).toBeGreaterThanOrEqual(BLOCKED_MS - 50)
    expect(there.latestMs).toBeLessThan(here.latestMs - 200)
    // What was due meanwhile was asked meanwhile, not afterwards.
    expect(there.askedMeanwhile).toBeGreaterThan(0)
    expect(here.askedMeanwhile).toBe(0)
  })

  test('count on the same clock as who started them', async () => {
    await using shop = await shopInAThread()
    const notes: Happening[] = []
    const startedMs = world.clock.nowMs()
    const nowMs = () => world.clock.nowMs() - startedMs
    const order = { drill: 'd1', platform: platformWith({ journeys: [journeyTo(shop.url)] }) }
    const probes = threadProbes(monotonicMs)(order, { nowMs, note: note => notes.push(note), died: () => {} })
    await eventually('samples', () => samplesIn(notes).length >= 3)
    const heardMs = nowMs()
    await probes.stop()
    for (const { dueMs, tookMs } of samplesIn(notes).slice(0, 3)) {
      expect(dueMs).toBeGreaterThanOrEqual(0)
      expect(dueMs + tookMs).toBeLessThanOrEqual(heardMs)
    }
  })

  test('keep ledgers, read them back when asked, and stop writing when asked', async () => {
    await using archive = await openArchive()
    const notes: Happening[] = []
    const order = { drill: 'd1', platform: platformWith({ journeys: [], ledgers: [ledgerOf(archive)] }) }
    const probes = threadProbes(monotonicMs)(order, probing(notes))
    await eventually('entries', () => notes.length >= 5)
    await probes.stopWriting()
    const written = notes.filter(note => note.type === 'ledger.wrote').length
    await probes.readBack('healed', new AbortController().signal)
    expect(notes.at(-1)).toMatchObject({ type: 'ledger.read', upTo: written, complete: true })
    await probes.stop()
    expect(notes.filter(note => note.type === 'ledger.wrote').length).toBe(written)
  })

  test('give up reading back when told to, with the reason', async () => {
    await using archive = await openArchive()
    const order = { drill: 'd1', platform: platformWith({ journeys: [], ledgers: [ledgerOf(archive)] }) }
    const notes: Happening[] = []
    const probes = threadProbes(monotonicMs)(order, probing(notes))
    await eventually('entries', () => notes.length >= 3)
    archive.readAs(503)
    const stop = new AbortController()
    const reading = probes.readBack('recovered', stop.signal)
    await eventually('a page refused', () => archive.pagesRead >= 1)
    stop.abort(new Error('enough'))
    await expect(reading).rejects.toThrow('enough')
    await probes.stop()
  })

  test('say so when they die: nobody watches any more', async () => {
    const died = Promise.withResolvers<string>()
    const broken = { ...platformWith(), journeys: undefined } as unknown as Platform
    threadProbes(monotonicMs)({ drill: 'd1', platform: broken }, { ...probing([]), died: died.resolve })
    expect(await died.promise).toContain('the thread that watches the platform broke off')
  })
})

async function blockedWhile(start: (notes: Happening[]) => Probes) {
  const notes: Happening[] = []
  const probes = start(notes)
  await eventually('a healthy beginning', () => samplesIn(notes).length >= 5)
  const before = samplesIn(notes).length
  const fromMs = world.clock.nowMs()
  while (world.clock.nowMs() - fromMs < BLOCKED_MS);
  const toMs = world.clock.nowMs()
  await eventually('samples from after it', () => (samplesIn(notes).at(-1)?.dueMs ?? 0) > toMs)
  await probes.stop()
  const since = samplesIn(notes).slice(before)
  return {
    latestMs: Math.max(...since.map(({ lateMs }) => lateMs)),
    askedMeanwhile: since.filter(({ dueMs, tookMs }) => dueMs > fromMs && dueMs + tookMs < toMs).length,
  }
}

function probing(notes: Happening[]) {
  return { nowMs: world.clock.nowMs, note: (note: Happening) => void notes.push(note), died: () => {} }
}

function samplesIn(notes: readonly Happening[]): readonly Sample[] {
  return notes.flatMap(note => (note.type === 'sample' ? [note] : []))
}

function journeyTo(url: string) {
  const request = { method: 'GET', url, headers: {}, body: undefined }
  return journeyWith({ request, good: { status: 200, withinMs: 5000, json: [] }, everyMs: 50, timeoutMs: 10_000 })
}

/** A server that goes on serving while this thread computes. */
async function shopInAThread() {
  const code = `
    const { parentPort } = require('node:worker_threads')
    const server = require('node:http').createServer((_, response) => response.end('{}'))
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))`
  const worker = new Worker(code, { eval: true })
  const port = await new Promise(resolve => worker.once('message', resolve))
  return { url: `http://127.0.0.1:${port}/`, [Symbol.asyncDispose]: async () => void (await worker.terminate()) }
}
