import type { Verdict } from '../model/verdict.ts'

/** What the terminal can show. */
export interface TerminalOptions {
  readonly color: boolean
  readonly width: number
}

export type TerminalTone = 'good' | 'bad' | 'unknown' | 'strong' | 'muted'

const ESCAPE = String.fromCharCode(27)
const CODES = { good: '32', bad: '31', unknown: '33', strong: '1', muted: '2' } as const satisfies Record<
  TerminalTone,
  string
>

/** A text in a colour, where there are colours. */
export function paint(text: string, tone: TerminalTone, { color }: Pick<TerminalOptions, 'color'>): string {
  return color && text !== '' ? `${ESCAPE}[${CODES[tone]}m${text}${ESCAPE}[0m` : text
}

/** The colour of a verdict. The word always stands beside it. */
export function toneOf(verdict: Verdict): TerminalTone {
  return verdict === 'passed' ? 'good' : verdict === 'failed' ? 'bad' : 'unknown'
}

/** Lines no longer than `width`, broken between words; a word longer than a line is broken anywhere. */
export function wrapped(text: string, width: number): readonly string[] {
  const room = Math.max(width, 10)
  const pieces = text
    .split(/\s+/)
    .filter(word => word !== '')
    .flatMap(word => word.match(new RegExp(`.{1,${room}}`, 'gu')) ?? [])
  return pieces.reduce<string[]>((lines, word) => {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
    return lines
  }, [])
}

/** A name on the left, its text wrapped on the right. */
export function labelled(name: string, text: string, options: TerminalOptions): readonly string[] {
  const indent = 14
  return wrapped(text, options.width - indent).map(
    (line, i) => `${i === 0 ? paint(name.padEnd(indent), 'muted', options) : ' '.repeat(indent)}${line}`,
  )
}

interface Cell {
  readonly text: string
  readonly tone?: TerminalTone
}

/** A table whose columns are as wide as they must be. Only its second column gives way when the terminal is narrow. */
export function columns(
  rows: readonly (readonly Cell[])[],
  heads: readonly string[],
  options: TerminalOptions,
): readonly string[] {
  const all = [heads.map((text): Cell => ({ text, tone: 'muted' })), ...rows]
  const widths = heads.map((_, i) => Math.max(...all.map(row => row[i]?.text.length ?? 0)))
  const tooWide = widths.reduce((total, width) => total + width + 2, 0) - 2 - options.width
  if (tooWide > 0) widths[1] = Math.max((widths[1] ?? 0) - tooWide, 12)
  return all.map(row =>
    row
      .map(({ text, tone }, i) => {
        const width = widths[i] ?? 0
        const shown = text.length > width ? `${text.slice(0, width - 1)}…` : text
        const padded = i === row.length - 1 ? shown : shown.padEnd(width)
        return tone === undefined ? padded : paint(padded, tone, options)
      })
      .join('  '),
  )
}
