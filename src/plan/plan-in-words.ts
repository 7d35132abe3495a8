import type { Component, Route } from '../model/component.ts'
import { formatDuration } from '../model/duration.ts'
import { isForK6, isOneOf } from '../model/fault.ts'
import { listed } from '../model/listed.ts'
import type { Plan, PlanStep } from '../model/plan.ts'
import type { Platform, ToxiproxyChoice } from '../model/platform.ts'
import type { Guard, Recovery, Scenario } from '../model/scenario.ts'
import { DESTRUCTIVE_KINDS } from '../model/store-fault.ts'
import { dependentsOf } from '../platform/dependencies.ts'
import { faultInWords, undoInWords } from './fault-in-words.ts'
import { gatesInWords } from './gates-in-words.ts'
import { guardInWords } from './guard-in-words.ts'
import { targetsInWords } from './targets-in-words.ts'
import { watchesInWords } from './watches-in-words.ts'

/** The whole drill before it happens, for the person who has to agree to it: what is touched, broken, put back and judged. */
export function planInWords(plan: Plan, scenario: Scenario, platform: Platform): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Platform', platformWords(platform)],
    ['Contacts', [...contactWords(platform), ...k6Words(scenario)]],
    ['Watches', watchesInWords(platform)],
    ['Gates', gatesInWords(scenario, platform)],
    ['Before anything breaks', baselineWords(plan, scenario)],
    ['Breaks and puts back, counted from t0, the instant before the first fault', stepWords(plan, scenario)],
    ['Depends on what is broken', dependentWords(scenario, platform)],
    ['Expects meanwhile', expectationWords(scenario)],
    ['Counts as recovered', recoveryWords(scenario, platform)],
    ['Stops early', guardWords(scenario)],
    ['Gives up', [`${formatDuration(plan.deadlineMs)} after t0, if the platform is not back by then.`]],
    ['Afterwards', afterWords(plan, scenario)],
  ]
  const body = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [title, ...lines.map(line => `  ${line}`)].join('\n'))
  const head = [
    scenario.title,
    `Class ${scenario.class}, scenario ${scenario.id}, hash ${scenario.hash}, seed ${plan.seed}`,
    `Why: ${scenario.why}`,
    ...(scenario.expect.verdict === 'failed'
      ? ['Must fail: the platform is weakened so that it cannot come back as claimed (a sabotage twin).']
      : []),
  ]
  return [head.join('\n'), ...body].join('\n\n')
}

function platformWords({ name, environment, file, stage }: Platform): readonly string[] {
  const where = `${name}, ${environment} environment, described in ${file}`
  const consent =
    environment === 'production'
      ? ['Runs only with --allow-production, --approved-by NAME and --reason TEXT; who agreed, and why, is on record.']
      : []
  if (stage === undefined) return [where, ...consent, 'It is already running; this drill neither starts nor stops it.']
  return [
    where,
    ...consent,
    `Started for this drill and stopped after it: ${stage.up}`,
    `Ready once ${stage.ready} answers, within ${formatDuration(stage.readyWithinMs)}.`,
  ]
}

function contactWords({ toxiproxy, components }: Platform): readonly string[] {
  return [toxiproxyWords(toxiproxy), ...components.flatMap(routeWords)]
}

function k6Words({ faults }: Scenario): readonly string[] {
  const sent = faults.filter(isForK6).map(({ id }) => id)
  if (sent.length === 0) return []
  return [
    `k6 sends the load of ${listed(sent)}: the program at BLACKSTART_K6 or on the PATH, else a container of an image that is here`,
  ]
}

function toxiproxyWords(toxiproxy: ToxiproxyChoice): string {
  switch (toxiproxy.kind) {
    case 'embedded':
      return 'a Toxiproxy of our own, started for this drill'
    case 'binary':
      return `the Toxiproxy of the program ${toxiproxy.file}, started for this drill`
    case 'container':
      return `the Toxiproxy of the image ${toxiproxy.image}, started for this drill in a container on this machine's network`
    case 'url':
      return `the Toxiproxy at ${toxiproxy.url}`
    default:
      return toxiproxy satisfies never
  }
}

function routeWords({ id, dialect, route }: Component): readonly string[] {
  return route === undefined ? [] : [`${id}: a proxy on ${route.listen} in front of ${upstreamWords(route, dialect)}`]
}

function upstreamWords({ upstream }: Route, dialect: string | undefined): string {
  return upstream.kind === 'mock' ? `a mock provider that speaks ${dialect ?? 'its dialect'}` : upstream.address
}

function baselineWords(plan: Plan, { gates, faults }: Scenario): readonly string[] {
  const smoke = gates.smoke.length === 0 ? '' : `, and ${listed(gates.smoke)} must pass`
  const endangered = [
    ...new Set(faults.filter(fault => isOneOf(fault, DESTRUCTIVE_KINDS)).map(fault => fault.component)),
  ]
  return [
    `For ${formatDuration(plan.baselineMs)} every journey must be good${smoke}.`,
    'If not, nothing is broken and the drill ends inconclusive.',
    ...endangered.map(id => `A snapshot of ${id} is taken, and restored once beside it: our parachute.`),
  ]
}

/** Who is in trouble once a component is: whoever needs it, directly or by way of others. */
function dependentWords({ faults }: Scenario, { components }: Platform): readonly string[] {
  const needs = Object.fromEntries(components.map(({ id, dependsOn }) => [id, dependsOn]))
  return [...new Set(faults.map(fault => fault.component))].flatMap(id => {
    const others = dependentsOf(needs, id)
    return others.length === 0 ? [] : [`${id}: ${listed(others)}`]
  })
}

function stepWords(plan: Plan, scenario: Scenario): readonly string[] {
  const width = Math.max(...plan.steps.map(step => formatDuration(step.atMs).length))
  return plan.steps.map(
    step => `${formatDuration(step.atMs).padStart(width)}  ${step.fault}  ${actWords(step, scenario)}`,
  )
}

function actWords(step: PlanStep, scenario: Scenario): string {
  const fault = scenario.faults.find(({ id }) => id === step.fault)
  if (fault === undefined) return step.act
  return step.act === 'inject' ? `break: ${faultInWords(fault)}` : `put back: ${undoInWords(fault)}`
}

function expectationWords({ expect }: Scenario): readonly string[] {
  return [
    ...(expect.degraded === undefined ? [] : [`Answers say that they were made in degraded mode ${expect.degraded}.`]),
    ...expect.signals.map(signal => `The signal ${signal} comes on.`),
  ]
}

function recoveryWords(scenario: Scenario, { journeys }: Platform): readonly string[] {
  const stable = journeys.map(({ id, stable }) => `${id} is good ${stable} times in a row`)
  const { smoke, integrity } = scenario.gates
  const set = scenario.gates.golden?.set
  const answers = set === undefined ? [] : [`the golden set ${set}`]
  const all = [...smoke, ...integrity.map(store => `the integrity of ${store}`), ...answers]
  const gates = all.length === 0 ? 'there are no gates to pass' : `then ${listed(all)} must pass`
  return [`${wayBack(scenario.recovery)}: ${listed(stable)}; ${gates}.`, ...targetsInWords(scenario)]
}

function wayBack(recovery: Recovery): string {
  return recovery.kind === 'automatic' ? 'By itself' : `By the runbook ${recovery.file}, step by step`
}

function guardWords({ guards }: Scenario): readonly string[] {
  return [...guards.map(oneGuardWords), 'On Ctrl-C: everything is undone at once, and the report is written.']
}

function oneGuardWords(guard: Guard): string {
  return `${guard.id}: at once, undoing everything, when ${guardInWords(guard)}.`
}

/** What the steps leave broken is put back in the end, newest first. */
function afterWords(plan: Plan, scenario: Scenario): readonly string[] {
  const undone = new Set(plan.steps.filter(step => step.act === 'undo').map(step => step.fault))
  const left = scenario.faults.filter(({ id }) => !undone.has(id)).toReversed()
  return [
    ...left.map(fault => `Put back ${fault.id}: ${undoInWords(fault)}.`),
    'Anything still broken is put back, newest first; then every proxy and mock is looked at for anything left behind.',
  ]
}
