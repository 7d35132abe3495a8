import { extname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { messageOf } from '../../model/error.ts'
import type { LoadEnd, LoadSecond } from '../../model/load.ts'
import type { K6Place } from '../k6/place.ts'
import { mergeSeconds } from '../merge-seconds.ts'
import type { LoadAnswer, LoadControl, LoadOrder, Sighting } from '../order.ts'
import { k6Load } from './k6-load.ts'
import type { Load } from './load.ts'
import { machineMeter } from './machine-meter.ts'

/** What a sender's thread tells. */
export type Told =
  | { readonly ready: true }
  | { readonly second: LoadSecond }
  | { readonly answer: LoadAnswer }
  | { readonly sighting: { readonly canary: string; readonly where: string } }
  | { readonly end: LoadEnd }

/** How an engine sends: with so many threads of its own, or with k6, where a load asks for it. */
export interface EngineOptions {
  readonly senders: number
  readonly k6: K6Place
  /** Where scripts for k6 are kept. */
  readonly dir: string
}

/** Every load of this engine, by name. */
export function loads(options: EngineOptions): LoadControl & { stopAll(): Promise<void> } {
  const known = new Map<string, Load>()
  return {
    async start(name, order) {
      const there = known.get(name)
      // Told twice, it is still one load.
      if (there !== undefined) return there.report({ second: 0, answer: 0 })
      const load =
        order.engine === 'k6' ? k6Load(name, order, options.k6, options.dir) : ownLoad(order, options.senders)
      known.set(name, load)
      await load.begin()
      return load.report({ second: 0, answer: 0 })
    },
    report: async (name, from) => known.get(name)?.report(from),
    stop: async name => known.get(name)?.stop(),
    stopAll: async () => void (await Promise.all([...known.values()].map(load => load.stop()))),
  }
}

const WORKER = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)
// A sender that is asked to stop has this long to tell its last second.
const LAST_WORDS_MS = 100
const MOST_SIGHTINGS = 1000

function ownLoad(order: LoadOrder, senders: number): Load {
  const workers = Array.from(
    { length: senders },
    (_, which) =>
      new Worker(WORKER, {
        workerData: { order, share: { of: senders, which } },
        // Swept often and briefly, however long the load lasts.
        resourceLimits: { maxYoungGenerationSizeMb: 12 },
      }),
  )
  const parts = new Map<number, LoadSecond[]>()
  const seconds: LoadSecond[] = []
  const answers: LoadAnswer[] = []
  const sightings: Sighting[] = []
  const ends: LoadEnd[] = []
  const machineBusyRatio = machineMeter()
  let startMs = performance.now()
  let endMs: number | undefined
  let detail = ''

  const ready = workers.map(worker => new Promise<void>(resolve => worker.once('message', () => resolve())))
  const gone = workers.map(worker => new Promise<void>(resolve => worker.once('exit', () => resolve())))
  const finished = workers.map(
    worker =>
      new Promise<void>(resolve => {
        worker.on('message', (told: Told) => {
          hear(told)
          if ('end' in told) resolve()
        })
        worker.on('error', error => {
          detail = messageOf(error)
          ends.push('broken')
          resolve()
        })
      }),
  )
  const hear = (told: Told): void => {
    if ('second' in told) hearSecond(told.second)
    else if ('answer' in told) answers.push(told.answer)
    else if ('end' in told) ends.push(told.end)
    else if ('sighting' in told && sightings.length < MOST_SIGHTINGS) sightings.push(told.sighting)
  }
  const hearSecond = (second: LoadSecond): void => {
    const same = [...(parts.get(second.second) ?? []), second]
    parts.set(second.second, same)
    if (same.length < senders) return
    parts.delete(second.second)
    const whole = mergeSeconds(same)
    if (whole !== undefined) seconds.push({ ...whole, machineBusyRatio: machineBusyRatio() })
  }
  const over = Promise.all(finished).then(async () => {
    endMs ??= performance.now()
    await Promise.all(workers.map(worker => worker.terminate()))
  })
  return {
    async begin() {
      await Promise.race([Promise.all(ready), Promise.all(gone)])
      startMs = performance.now()
      for (const worker of workers) worker.postMessage('go')
    },
    report: from => ({
      state: endMs === undefined ? 'running' : 'ended',
      sinceStartMs: (endMs ?? performance.now()) - startMs,
      end: endMs === undefined ? undefined : (ends.find(end => end === 'broken') ?? ends[0] ?? 'stopped'),
      detail: detail === '' ? wordsOf(ends[0], seconds) : detail,
      seconds: seconds.slice(from.second),
      answers: answers.slice(from.answer),
      sightings: from.second === 0 || endMs !== undefined ? sightings : sightings.slice(-50),
    }),
    async stop() {
      if (endMs !== undefined) return
      for (const worker of workers) worker.postMessage('stop')
      await Promise.race([over, wait(LAST_WORDS_MS)])
      endMs ??= performance.now()
      await Promise.all(workers.map(worker => worker.terminate()))
    },
  }
}

function wordsOf(end: LoadEnd | undefined, seconds: readonly LoadSecond[]): string {
  const sent = seconds.reduce((sum, second) => sum + second.sent, 0)
  return end === undefined ? `${sent} requests so far` : `${sent} requests in ${seconds.length} s`
}
