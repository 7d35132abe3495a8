import type { DrillEvent } from '../../model/event.ts'
import { drawProgress } from './draw.ts'
import { happeningLine } from './happening-line.ts'
import { makePaint } from './paint.ts'
import { progressFold } from './progress.ts'

/** Shows a drill to whoever is watching the terminal. */
export interface Watcher {
  see(event: DrillEvent): void
  /** Leaves the screen tidy. */
  end(): void
}

export interface Screen {
  write(text: string): void
  readonly isTerminal: boolean
  readonly colour: boolean
  width(): number
}

/** A moving picture on a terminal, plain lines anywhere else. */
export function watcherFor(screen: Screen, nowMs: () => number): Watcher {
  return screen.isTerminal ? movingPicture(screen, nowMs) : plainLines(screen)
}

function plainLines(screen: Screen): Watcher {
  return {
    see(event) {
      const line = happeningLine(event)
      if (line !== undefined) screen.write(`${line}\n`)
    },
    end() {},
  }
}

const FRAME_MS = 100

function movingPicture(screen: Screen, nowMs: () => number): Watcher {
  const fold = progressFold()
  const paint = makePaint(screen.colour)
  let drawn = 0
  let zeroMs = nowMs()
  const draw = (): void => {
    // The last column stays free: some terminals wrap a full line, and a wrapped line cannot be drawn over.
    const lines = drawProgress(fold.progress(), {
      atMs: nowMs() - zeroMs,
      width: Math.max(20, screen.width() - 1),
      paint,
    })
    const up = drawn === 0 ? '' : `\x1b[${drawn}A`
    screen.write(`${up}${lines.map(line => `\x1b[2K${line}\n`).join('')}\x1b[J`)
    drawn = lines.length
  }
  const timer = setInterval(draw, FRAME_MS)
  return {
    see(event) {
      if (event.type === 'drill.started') zeroMs = nowMs() - event.atMs
      fold.see(event)
    },
    end() {
      clearInterval(timer)
      draw()
      screen.write('\n')
    },
  }
}
