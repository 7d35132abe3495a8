import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { shellQuote } from '../../../src/platform/shell-quote.ts'
import { eventually } from '../blackstart.ts'

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))

/** The command line on a terminal of its own, and somebody who sits at it. */
export interface Terminal {
  /** Waits until something is on the screen that was not there when it was last waited for. */
  sees(what: RegExp): Promise<void>
  types(text: string): void
  /** The window is closed: everything in it is told so. */
  close(): void
  /** Everything that was ever on the screen, without colours. */
  screen(): string
  readonly ended: Promise<number | null>
}

/** Whether this machine can make terminals: `script` of util-linux does. */
export const hasTerminals =
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true

/** Runs the command line in a real pseudo-terminal. */
export function onTerminal(args: readonly string[], cwd: string): Terminal {
  const command = [process.execPath, MAIN, ...args].map(word => shellQuote(word, '')).join(' ')
  // Who sits at a terminal is no CI, wherever this test runs.
  const { CI: _, NO_COLOR: __, ...env } = process.env
  const child = spawn('script', ['-qefc', `stty rows 40 cols 100; exec ${command}`, '/dev/null'], {
    cwd,
    env: { ...env, TERM: 'xterm', BLACKSTART_LOCKS: join(cwd, 'locks') },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let said = ''
  let read = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const screen = () => stripVTControlCharacters(said)
  const ended = new Promise<number | null>(resolve => child.on('close', code => resolve(code)))
  return {
    async sees(what) {
      await eventually(`${what} on the screen, which shows: ${screen().slice(-1500)}`, () => {
        const found = what.exec(screen().slice(read))
        if (found === null) return undefined
        read += found.index + found[0].length
        return true
      })
    },
    types: text => void child.stdin.write(text),
    close: () => void child.kill('SIGKILL'),
    screen,
    ended,
  }
}
