import { labelled, paint, type TerminalOptions, toneOf, wrapped } from './terminal-text.ts'
import type { DrillView } from './view/drill-view.ts'
import type { ImpactView } from './view/impact.ts'

/** The block a run ends with: the verdict, the recovery time, why, and what to do. */
export function renderTerminal(view: DrillView, options: TerminalOptions): string {
  const { verdict, word, headline } = view.verdict
  const tone = toneOf(verdict)
  return [
    '',
    paint(`■ ${word.toUpperCase()}`, tone, options),
    ...wrapped(view.title, options.width - 2).map(line => `  ${paint(line, 'strong', options)}`),
    ...wrapped(headline, options.width - 2).map(line => `  ${line}`),
    ...wrapped(view.meant, options.width - 2).map(line => `  ${line}`),
    '',
    ...labelled('back (RTO)', `${view.rto.value}, ${targetWords(view.rto.target)}. ${view.rto.comparison}`, options),
    ...gauge(view, options),
    ...(view.rpo.measured
      ? labelled('lost (RPO)', `${view.rpo.value}, ${targetWords(view.rpo.target)}. ${view.rpo.note}`, options)
      : []),
    ...(view.qualityFigure.measured
      ? labelled('quality', `${view.qualityFigure.value}. ${view.qualityFigure.note}`, options)
      : []),
    ...view.faults.flatMap((fault, i) =>
      labelled(i === 0 ? 'broken' : '', `${fault.words}. ${fault.effectWords}`, options),
    ),
    ...view.impact.flatMap((each, i) => labelled(i === 0 ? 'users met' : '', impactWords(each), options)),
    ...view.why.reasons.flatMap(reason => labelled(reason.verdict, reason.text, options)),
    ...(view.why.more === undefined ? [] : labelled('', `and more in the report`, options)),
    ...view.followUps.flatMap((each, i) => labelled(i === 0 ? 'next' : '', `${each.text} (${each.owner})`, options)),
    ...cleanup(view, options),
    ...labelled('repeat', `seed ${view.seed}, drill ${view.drill}`, options),
    '',
  ].join('\n')
}

/** `target 6 s`; where there is none it says so itself. */
function targetWords(target: string): string {
  return target.startsWith('no ') ? target : `target ${target}`
}

function impactWords({ words, error }: ImpactView): string {
  return error === '' ? words : `${words} First error: ${error}`
}

function cleanup({ cleanup }: DrillView, options: TerminalOptions): readonly string[] {
  if (cleanup.clean) return []
  return [
    ...labelled('clean-up', `${cleanup.word}. ${cleanup.sentence}`, options),
    ...cleanup.left.flatMap(left => labelled('', `${left.what} on ${left.where}: ${left.command}`, options)),
  ]
}

/** The recovery time as a bar with the target on it. */
function gauge({ rto }: DrillView, options: TerminalOptions): readonly string[] {
  const { achievedMs, targetMs, open } = rto.picture
  if (achievedMs === undefined || targetMs === undefined || targetMs === 0) return []
  const room = Math.min(Math.max(options.width - 16, 10), 60)
  const longest = Math.max(achievedMs, targetMs)
  const filled = Math.round((achievedMs / longest) * room)
  const mark = Math.round((targetMs / longest) * (room - 1))
  const tone = rto.met === 'yes' ? 'good' : rto.met === 'no' ? 'bad' : 'unknown'
  const cells = Array.from({ length: room }, (_, i) => (i === mark ? '|' : i < filled ? '━' : '·'))
  return [`${' '.repeat(14)}${paint(`${cells.join('')}${open ? '▶' : ''}`, tone, options)}`]
}
