import type { WriteStream } from 'node:tty'
import type { Screen } from './live/watcher.ts'

/** A stream as a screen: whether somebody watches it, how wide it is, and whether colours are wanted there. */
export function screenOn(stream: WriteStream & { fd: number }): Screen {
  const isTerminal = stream.isTTY === true && process.env.CI === undefined && process.env.TERM !== 'dumb'
  // Whoever reads our output may stop reading; a drill under way must not die of it.
  stream.on('error', () => {})
  return {
    write: text => void stream.write(text),
    isTerminal,
    colour: isTerminal && process.env.NO_COLOR === undefined,
    width: () => (stream.isTTY === true ? stream.columns : 100),
  }
}
