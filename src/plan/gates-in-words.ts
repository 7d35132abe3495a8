import { formatDuration } from '../model/duration.ts'
import type { GoldenGate, GoldenSet } from '../model/golden.ts'
import type { Check } from '../model/journey.ts'
import { listed } from '../model/listed.ts'
import { formatPercent } from '../model/percent.ts'
import type { Platform } from '../model/platform.ts'
import type { Scenario } from '../model/scenario.ts'
import { isNamed } from '../model/sharing.ts'
import type { Spec } from '../model/spec.ts'
import { questionInWords } from './question-in-words.ts'

/** What each gate asks, a line each: gates are asked before anything breaks, until the platform is back, and once more in the end. */
export function gatesInWords({ gates }: Scenario, platform: Platform): readonly string[] {
  return [
    ...gates.smoke.flatMap(name => smokeWords(name, platform)),
    ...(gates.integrity ?? []).map(store => `integrity of ${store}: what it holds against what it held before`),
    ...(gates.golden === undefined ? [] : goldenWords(gates.golden, platform)),
  ]
}

/** Journeys are watched, and told there. */
function smokeWords(name: string, { checks, specs }: Platform): readonly string[] {
  const spec = specs.find(({ id }) => id === name)
  if (spec !== undefined) return [specWords(spec)]
  return checks.filter(({ id }) => isNamed(id, name)).map(checkWords)
}

function checkWords(check: Check): string {
  const { asks, right } = questionInWords(check)
  const within = `within ${formatDuration(check.good.withinMs)}`
  const kept = check.captures.map(({ name, at }) => `${name} from ${at}`)
  const hands = kept.length === 0 ? '' : `; hands on ${listed(kept)}`
  return `${check.id}: ${asks}; good is ${[...right, within].join(', ')}${hands}`
}

function specWords(spec: Spec): string {
  const within = `within ${formatDuration(spec.withinMs)}`
  if (spec.kind === 'command') return `${spec.id}: runs ${spec.command}; good is exit code 0, ${within}`
  const what = spec.files.length === 0 ? 'all its Playwright specs' : `the Playwright specs ${listed(spec.files)}`
  const again = spec.retries === 0 ? 'none is tried again' : `each is tried again up to ${spec.retries} times`
  return `${spec.id}: runs ${what} against ${spec.baseUrl}; good is all pass, ${within}; ${again}`
}

function goldenWords(gate: GoldenGate, { golden }: Platform): readonly string[] {
  const set = golden.find(({ id }) => id === gate.set)
  if (set === undefined) return []
  const { during, sampling, baseline, marginRatio } = gate
  const first =
    baseline === 'stored' ? `compared with the baseline in ${set.baselineFile}` : 'asked before anything breaks'
  const meanwhile = during === undefined ? [] : [duringWords(during, gate.set)]
  const sampled =
    sampling === undefined
      ? []
      : [
          `${sampling.cases} of its questions are asked in turn all along, one every ${formatDuration(sampling.everyMs)}.`,
        ]
  return [
    `golden set ${gate.set}: ${asksWords(set)}`,
    `It is ${first}, and asked after the recovery and in the end: at most ${formatPercent(marginRatio)} worse.`,
    ...meanwhile,
    ...sampled,
    ...judgeWords(set),
  ]
}

function asksWords({ casesFile, ask, concurrency, perSecond, repeats, scorers }: GoldenSet): string {
  const rate = perSecond === undefined ? '' : `, ${Math.round(perSecond * 100) / 100} a second`
  const often = repeats === 1 ? '' : `, each ${repeats} times`
  const scored = listed(scorers.map(({ name }) => name))
  return `the questions of ${casesFile} by ${ask.request.method} ${ask.request.url}, ${concurrency} at once at most${rate}${often}; scored by ${scored}`
}

function duringWords({ set, marginRatio, notBeforeMs }: NonNullable<GoldenGate['during']>, own: string): string {
  const which = set === own ? 'It' : `The golden set ${set}`
  const since = notBeforeMs === 0 ? '' : `, not before ${formatDuration(notBeforeMs)} after t0`
  return `${which} is also asked while something is broken${since}: at most ${formatPercent(marginRatio)} worse.`
}

/** Answers go to whoever judges them. */
function judgeWords({ judge, scorers }: GoldenSet): readonly string[] {
  if (judge === undefined || !scorers.some(({ kind }) => kind === 'judge' || kind === 'autoevals')) return []
  return [`Answers are sent to the model ${judge.model} at ${judge.url}, which judges them.`]
}
