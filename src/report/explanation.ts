import type { Explanation } from '../measure/explain/explanation.ts'
import { paint, type TerminalOptions, wrapped } from './terminal-text.ts'

/** How each number came about, for a terminal: the figure, what it means, and the steps with their journal lines. */
export function renderExplanation(explanations: readonly Explanation[], options: TerminalOptions): string {
  return `${explanations.map(each => section(each, options).join('\n')).join('\n\n')}\n`
}

function section({ title, figure, meaning, steps }: Explanation, options: TerminalOptions): readonly string[] {
  const width = options.width - 4
  return [
    `${paint(title, 'strong', options)}  ${figure}`,
    ...wrapped(meaning, width).map(line => `  ${paint(line, 'muted', options)}`),
    ...steps.flatMap(({ text, lines }) => {
      const cited = lines.length === 0 ? '' : ` [line${lines.length > 1 ? 's' : ''} ${lines.join(', ')}]`
      return wrapped(`${text}${cited}`, width - 2).map((line, i) => `${i === 0 ? '  - ' : '    '}${line}`)
    }),
  ]
}
