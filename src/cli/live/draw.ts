import { formatDuration } from '../../model/duration.ts'
import type { Phase } from '../../model/plan.ts'
import type { Paint } from './paint.ts'
import type { GoldenProgress, JourneyProgress, Mark, Progress } from './progress.ts'

/** The moving picture of a drill, as the lines of one frame, none wider than the terminal. */
export function drawProgress(
  progress: Progress,
  frame: { readonly atMs: number; readonly width: number; readonly paint: Paint },
): string[] {
  const { paint, width, atMs } = frame
  if (progress.started === undefined) return []
  const { scenario } = progress.started
  const lines = [
    paint.bold(cut(scenario.title, width)),
    cut(phasesLine(progress), width),
    cut(phaseLine(progress, atMs), width),
    ...progress.journeys.map(journey => journeyLine(journey, width, paint)),
    ...progress.faults.map(
      ({ state, words }) =>
        `  ${state === 'undone' ? '○' : paint.red('●')} ${cut(`${words}${state === 'undone' ? ' — put back' : ''}`, width - 4)}`,
    ),
    ...(progress.golden === undefined ? [] : [cut(goldenLine(progress.golden), width)]),
    ...(progress.t0Ms === undefined ? [] : [`  ${cut(sinceFault(progress, atMs), width - 2)}`]),
  ]
  return progress.aborted === undefined
    ? lines
    : [
        ...lines,
        paint.yellow(
          cut(`  stopping: ${progress.aborted}; everything is being put back, Ctrl-C leaves at once`, width),
        ),
      ]
}

/** The whole way and how far we are on it. */
function phasesLine({ phase }: Progress): string {
  const now = WAY.indexOf(phase === 'observe' ? 'inject' : (phase ?? 'stage'))
  const marks = WAY.map((step, i) => `${i < now ? '✓' : i === now ? '●' : '·'} ${step}`)
  return `  ${marks.join('  ')}`
}

const WAY: readonly Phase[] = ['stage', 'baseline', 'inject', 'recover', 'validate', 'heal', 'scan', 'measure']

function phaseLine({ phase, phaseSinceMs, started, gates, journeys }: Progress, atMs: number): string {
  if (phase === undefined) return '  starting'
  const spent = formatDuration(Math.max(0, atMs - phaseSinceMs))
  const about = phase === 'baseline' ? ` of about ${formatDuration(started?.plan.baselineMs ?? 0)}` : ''
  const isBack =
    phase === 'validate' && gates.every(gate => gate.passed) && journeys.every(({ strip }) => strip.at(-1) !== 'bad')
  return `  ${isBack ? 'back; watching whether it stays' : SAYING[phase]} · ${spent}${about}`
}

const SAYING: Readonly<Record<Phase, string>> = {
  resolve: 'reading the files',
  lock: 'taking the platform',
  stage: 'starting the platform',
  baseline: 'watching the healthy platform',
  parachute: 'making a parachute',
  inject: 'breaking things',
  observe: 'watching what happens',
  recover: 'waiting for the platform to come back',
  validate: 'asking the gates',
  heal: 'putting everything back',
  scan: 'looking for anything left behind',
  measure: 'measuring',
}

function journeyLine(journey: JourneyProgress, width: number, paint: Paint): string {
  const count = ` ${journey.bad} of ${journey.samples} bad`
  const name = `  ${journey.name} `
  const room = Math.max(0, width - name.length - count.length - 1)
  // On a screen too narrow for it the strip is left out; slicing off the last nothing would take everything.
  const marks = room === 0 ? [] : journey.strip.slice(-room)
  return `${cut(name, width - count.length)}${strip(marks, paint)}${cut(count, width)}`
}

/** How many questions are answered, how many rightly, and how long the rest will take at this pace. */
function goldenLine({ set, asked, total, passed, sinceMs, lastMs }: GoldenProgress): string {
  const left = asked === 0 ? '' : ` · about ${formatDuration(((lastMs - sinceMs) / asked) * (total - asked))} left`
  return `  golden ${set}: ${asked} of ${total} asked, ${passed} right${left}`
}

/** Height as well as colour tells good from bad. */
function strip(marks: readonly Mark[], paint: Paint): string {
  return marks.map(mark => LOOK[mark](paint)).join('')
}

const LOOK: Readonly<Record<Mark, (paint: Paint) => string>> = {
  good: paint => paint.green('▁'),
  degraded: paint => paint.yellow('▃'),
  bad: paint => paint.red('█'),
}

function sinceFault({ t0Ms, started, phase, signalsOn, gates }: Progress, atMs: number): string {
  const sinceMs = Math.max(0, atMs - (t0Ms ?? 0))
  const parts = [
    `${formatDuration(sinceMs)} since the fault`,
    ...(phase === 'inject' || phase === 'observe' || phase === 'recover' || phase === 'validate'
      ? [ahead(sinceMs, started)]
      : []),
    // A platform may have many signals: where the line is too short, they are what is cut.
    ...(gates.length > 0 ? [`gates: ${gates.map(gate => `${gate.passed ? '✓' : '✗'} ${gate.name}`).join(' ')}`] : []),
    ...(signalsOn.length > 0 ? [`signals: ${signalsOn.join(', ')}`] : []),
  ]
  return parts.join(' · ')
}

function ahead(sinceMs: number, started: Progress['started']): string {
  const { lastMs = 0, deadlineMs = 0 } = started?.plan ?? {}
  return sinceMs < lastMs
    ? `${formatDuration(lastMs - sinceMs)} of damage left`
    : `gives up at ${formatDuration(deadlineMs)}`
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
