// A journal is no log: what a step says beyond this is in runbook.log.
const MOST_LINES = 200
const MOST_LETTERS = 400

/** Passes whole lines on as they come, and says once that there were more than anybody wants to read. */
export function sayLines(say: (text: string) => void): { hear(text: string): void; end(): void } {
  let rest = ''
  let said = 0
  const line = (text: string): void => {
    said++
    if (said <= MOST_LINES) say(text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text)
    if (said === MOST_LINES + 1) say('… and more, in runbook.log')
  }
  return {
    hear(text) {
      const lines = (rest + text).split('\n')
      rest = (lines.pop() ?? '').slice(-MOST_LETTERS * 4)
      for (const each of lines) line(each.trimEnd())
    },
    end() {
      if (rest.trim() !== '') line(rest.trimEnd())
      rest = ''
    },
  }
}
