import { test } from 'vitest'
import type { Running, StartOptions } from './toxiproxies.ts'

/** One implementation under the contract, and the promises it is known not to keep, each with the reason. */
export interface Subject {
  readonly name: string
  readonly start: (options?: StartOptions) => Promise<Running>
  readonly exceptions: Readonly<Record<string, string>>
}

/** Declares the promises of one suite for a subject: excepted ones are skipped by name, with the reason in the listing. */
export function promisesOf(subject: Subject): (sentence: string, check: (running: Running) => Promise<void>) => void {
  return (sentence, check) => {
    const reason = subject.exceptions[sentence]
    if (reason !== undefined) {
      test.skip(`${sentence} (not kept: ${reason})`)
      return
    }
    test(sentence, async () => {
      await using running = await subject.start()
      await check(running)
    }, 30_000)
  }
}
