import { createInterface } from 'node:readline/promises'
import type { Ask } from '../run/drill.ts'

/** Asks on a terminal until one of the answers is given, by its name or its number. Undefined where no terminal is. */
export function askOn(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Ask | undefined {
  if (input.isTTY !== true || output.isTTY !== true) return undefined
  return async (question, answers, signal) => {
    const lines = createInterface({ input, output })
    try {
      const listed = answers.map((answer, i) => `${i + 1} ${answer}`).join(', ')
      for (;;) {
        const said = (await lines.question(`\n${question}\n[${listed}] > `, { signal })).trim()
        const answer = answers.find((each, i) => each === said || String(i + 1) === said)
        if (answer !== undefined) return answer
      }
    } finally {
      lines.close()
    }
  }
}
