import type { Secret } from '../../journal/redact.ts'
import { DrillError } from '../../model/error.ts'
import { listed } from '../../model/listed.ts'
import type { Platform } from '../../model/platform.ts'
import type { Runbook } from '../../runbook/runbook.ts'

/** A runbook without mistakes, and the platform it is for. */
export interface KnownRunbook {
  /** Where drills of this platform are locked. */
  readonly lockFile: string
  readonly runbook: Runbook
  readonly platform: Platform
  readonly secrets: readonly Secret[]
}

export interface ValueOptions {
  /** `NAME=VALUE`, or a `NAME` whose value is in our own environment. */
  readonly set?: readonly string[]
  /** `NAME=ANSWER`, for what a runbook asks. */
  readonly decide?: readonly string[]
}

type Values = Readonly<Record<string, string>>

/** What the commands of a runbook are given, and what is answered where nobody is there, when it is followed outside of a drill. */
export function valuesFor(
  known: KnownRunbook,
  { set: given = [], decide = [] }: ValueOptions,
  env: Readonly<Record<string, string | undefined>>,
): { readonly environment: Values; readonly decisions: Values; readonly secrets: readonly Secret[] } {
  const set = pairs(given, env)
  return {
    environment: environmentOf(known, set),
    decisions: decisionsOf(known, pairs(decide, {})),
    // What is not written on the command line is not written anywhere.
    secrets: given.filter(text => set[text] !== undefined).map(name => ({ name, value: set[name] ?? '' })),
  }
}

/** `NAME=VALUE`s as values by their names; of a `NAME` alone our own environment knows it. */
function pairs(
  written: readonly string[] = [],
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const split = written.map(text => {
    const [, name = text, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? []
    const found = value ?? env[name]
    if (found !== undefined) return [name, found] as const
    throw new DrillError('USAGE', `${JSON.stringify(text)} gives nothing a value.`, {
      hint: 'write NAME=VALUE, or the NAME of something that is in your environment. Nothing was run',
    })
  })
  return Object.fromEntries(split)
}

/** What its commands are given. What the platform file says of a platform that each drill starts anew is true of none that runs now. */
function environmentOf(
  { runbook, platform }: KnownRunbook,
  set: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const known = platform.stage === undefined ? platform.runbooks.environment : {}
  const all: Readonly<Record<string, string>> = { ...known, ...set }
  const unknown = Object.keys(set).filter(name => !runbook.environment.includes(name))
  if (unknown.length > 0) throw notAsked(`The runbook declares no ${listed(unknown)}`, runbook.environment)
  const lacking = runbook.environment.filter(name => all[name] === undefined)
  if (lacking.length > 0) {
    const why = platform.stage === undefined ? '' : `, since ${platform.name} is started anew by each drill`
    throw new DrillError('RUNBOOK_INVALID', `The commands are given no ${listed(lacking)}${why}.`, {
      hint: `say what is meant now: ${lacking.map(name => `--set ${name}=…`).join(' ')}. Nothing was run`,
    })
  }
  return Object.fromEntries(runbook.environment.map(name => [name, all[name] ?? '']))
}

/** An answer to something else than is asked, or that is none of the answers, would take no way at all. */
function decisionsOf(
  { runbook }: KnownRunbook,
  decided: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const asked = runbook.steps.flatMap(({ decide }) => decide ?? [])
  for (const [name, answer] of Object.entries(decided)) {
    const decision = asked.find(each => each.name === name)
    if (decision === undefined)
      throw notAsked(
        `The runbook does not ask for ${name}`,
        asked.map(each => each.name),
      )
    if (!decision.answers.includes(answer))
      throw notAsked(`${name} cannot be ${JSON.stringify(answer)}`, decision.answers)
  }
  return decided
}

function notAsked(what: string, known: readonly string[]): DrillError {
  const there = known.length === 0 ? 'there is nothing to say' : `there is ${listed(known)}`
  return new DrillError('USAGE', `${what}.`, { hint: `${there}. Nothing was run` })
}
