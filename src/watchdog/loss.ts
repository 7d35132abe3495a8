import type { Readable } from 'node:stream'

/** How a conductor is lost: `gone` when its end of the pipe is closed, `silent` when it is there and says nothing any more. */
export type Loss = 'gone' | 'silent'

/** Resolves when the conductor is lost. Its silence counts from its first word on, and only while we can hear. */
export function lossOf({ input, silenceMs }: { readonly input: Readable; readonly silenceMs: number }): Promise<Loss> {
  return new Promise(resolve => {
    let heardMs: number | undefined
    let lookedMs = performance.now()
    const look = setInterval(() => {
      const nowMs = performance.now()
      // Who was stopped as well has heard nothing; the words may just be coming in.
      const wasDeaf = nowMs - lookedMs > silenceMs / 3
      lookedMs = nowMs
      if (wasDeaf && heardMs !== undefined) heardMs = nowMs
      if (heardMs !== undefined && nowMs - heardMs > silenceMs) lost('silent')
    }, silenceMs / 15)
    const lost = (how: Loss): void => {
      clearInterval(look)
      resolve(how)
    }
    input.on('data', () => {
      heardMs = performance.now()
    })
    input.once('end', () => lost('gone'))
    input.once('error', () => lost('gone'))
  })
}
