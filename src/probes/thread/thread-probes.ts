import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { messageOf } from '../../model/error.ts'
import type { ProbeOrder, Probes, Probing } from '../probes.ts'
import type { Errand, ThreadOrder, Told } from './words.ts'

/**
 * Watches from a thread of its own, so that whoever conducts the drill may be as busy as it likes: nothing that it does delays a
 * question or keeps an answer from being heard. What is seen is noted as soon as there is time to note it.
 */
export function threadProbes(monotonicMs: () => number): (order: ProbeOrder, probing: Probing) => Probes {
  return (order, { nowMs, note, died }) => {
    const zeroMs = monotonicMs() - nowMs()
    const workerData: ThreadOrder = { ...order, zeroMs }
    // Run from source the program ends in .ts, built it ends in .js: the same as this file.
    const worker = new Worker(new URL(`./program${extname(import.meta.url)}`, import.meta.url), {
      workerData,
      // Swept often and briefly: one long pause of the collector would make thousands of samples late.
      resourceLimits: { maxYoungGenerationSizeMb: 12 },
    })
    const errands = new Map<number, PromiseWithResolvers<void>>()
    let next = 0
    let isOver = false

    const gone = (why: string): void => {
      if (isOver) return
      isOver = true
      for (const errand of errands.values()) errand.reject(new Error(why))
      died(why)
    }
    worker.on('message', (told: Told) => {
      if (told.told === 'happenings') told.happenings.forEach(note)
      else if (told.told === 'done') errands.get(told.id)?.resolve()
      else errands.get(told.id)?.reject(new Error(told.why))
    })
    worker.on('error', error => gone(`the thread that watches the platform broke off: ${messageOf(error)}`))
    worker.on('exit', () => gone('the thread that watches the platform ended'))

    const send = async (errand: (id: number) => Errand, signal?: AbortSignal): Promise<void> => {
      if (isOver) return
      signal?.throwIfAborted()
      const id = next++
      const reply = Promise.withResolvers<void>()
      const giveUp = () => {
        worker.postMessage({ id: next++, do: 'give-up', errand: id } satisfies Errand)
        reply.reject(signal?.reason)
      }
      errands.set(id, reply)
      signal?.addEventListener('abort', giveUp, { once: true })
      worker.postMessage(errand(id))
      try {
        await reply.promise
      } finally {
        errands.delete(id)
        signal?.removeEventListener('abort', giveUp)
      }
    }
    return {
      listen: () => send(id => ({ id, do: 'listen' })),
      readBack: (during, signal) => send(id => ({ id, do: 'read-back', during }), signal),
      stopWriting: () => send(id => ({ id, do: 'stop-writing' })),
      async stop() {
        await send(id => ({ id, do: 'stop' }))
        isOver = true
        await worker.terminate()
      },
    }
  }
}
