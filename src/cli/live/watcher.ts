import type { DrillEvent } from '../../model/event.ts'
import type { Clock } from '../../model/world.ts'
import { drawProgress } from './draw.ts'
import { happeningLine } from './happening-line.ts'
import { makePaint } from './paint.ts'
import { plainLines } from './plain-lines.ts'
import { progressFold } from './progress.ts'

/** Shows a drill to whoever is watching the terminal. */
export interface Watcher {
  see(event: DrillEvent): void
  /** Lets somebody else write on the screen until that is done. */
  aside<T>(act: () => Promise<T>): Promise<T>
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
export function watcherFor(screen: Screen, clock: Clock): Watcher {
  return screen.isTerminal ? movingPicture(screen, clock) : log(screen)
}

function log(screen: Screen): Watcher {
  const lineFor = plainLines()
  return {
    see(event) {
      const line = lineFor(event)
      if (line !== undefined) screen.write(`${line}\n`)
    },
    aside: act => act(),
    end() {},
  }
}

const FRAME_MS = 100
// What a runbook does and what people note is read line by line, not glanced at.
const LASTING: readonly string[] = [
  'note.added',
  'runbook.started',
  'runbook.step.started',
  'runbook.said',
  'runbook.decided',
  'runbook.step.finished',
  'runbook.finished',
]

function movingPicture(screen: Screen, clock: Clock): Watcher {
  const fold = progressFold()
  const paint = makePaint(screen.colour)
  const ended = new AbortController()
  let drawn = 0
  let zeroMs = clock.nowMs()
  let isAside = false

  const wipe = (): void => {
    if (drawn > 0) screen.write(`\x1b[${drawn}A\x1b[J`)
    drawn = 0
  }
  /** A line that stays, above the picture. */
  const last = (line: string | undefined): void => {
    if (line === undefined) return
    wipe()
    screen.write(`${line}\n`)
    draw()
  }
  const draw = (): void => {
    if (isAside) return
    // The last column stays free: some terminals wrap a full line, and a wrapped line cannot be drawn over.
    const frame = { atMs: clock.nowMs() - zeroMs, width: Math.max(20, screen.width() - 1), paint }
    const lines = drawProgress(fold.progress(), frame)
    const up = drawn === 0 ? '' : `\x1b[${drawn}A`
    screen.write(`${up}${lines.map(line => `\x1b[2K${line}\n`).join('')}\x1b[J`)
    drawn = lines.length
  }
  const play = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      draw()
      await clock.sleep(FRAME_MS, ended.signal).catch(() => {})
    }
  }
  void play()
  return {
    see(event) {
      if (event.type === 'drill.started') zeroMs = clock.nowMs() - event.atMs
      fold.see(event)
      if (LASTING.includes(event.type)) last(happeningLine(event))
    },
    async aside(act) {
      wipe()
      isAside = true
      try {
        return await act()
      } finally {
        isAside = false
      }
    },
    end() {
      ended.abort()
      draw()
      screen.write('\n')
    },
  }
}
