import { createInterface, type Interface } from 'node:readline/promises'
import type { Ask } from '../run/drill.ts'

/**
 * Asks on a terminal until one of the answers is given, by its name or its number. Undefined where no terminal is. Whoever
 * presses Ctrl-D, or closes the window, leaves the question to nobody.
 */
export function askOn(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Ask | undefined {
  if (input.isTTY !== true || output.isTTY !== true) return undefined
  // A window that is closed while somebody is asked must not take the drill along: all of it is still to be put back.
  input.on('error', () => {})
  return async (question, answers, signal) => {
    // The terminal itself edits the line: then Ctrl-C stays a signal, and a window may go away at any moment.
    const lines = createInterface({ input, output, terminal: false })
    // A window that is closed is told as an end or as an error, whichever comes first; the hang-up may come after both.
    const left = new Promise<undefined>(resolve => {
      for (const event of ['close', 'error']) lines.on(event, () => resolve(undefined))
    })
    try {
      return await Promise.race([answered(lines, question, answers, signal), left])
    } finally {
      lines.close()
    }
  }
}

async function answered(
  lines: Interface,
  question: string,
  answers: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const listed = answers.map((answer, i) => `${i + 1} ${answer}`).join(', ')
  let before = `\n${question}\n`
  for (;;) {
    const said = (await lines.question(`${before}[${listed}] > `, { signal })).trim()
    const answer = answers.find((each, i) => isSame(each, said) || String(i + 1) === said)
    if (answer !== undefined) return answer
    before = said === '' ? '' : `${JSON.stringify(said)} is none of the answers; write one of them, or its number.\n`
  }
}

function isSame(answer: string, said: string): boolean {
  return answer.toLowerCase() === said.toLowerCase()
}
