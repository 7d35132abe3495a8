import { join, relative } from 'node:path'
import type { Platform } from '../model/platform.ts'
import type { Problem } from '../model/problem.ts'
import type { Recovery } from '../model/scenario.ts'
import type { ReadyRunbook } from '../run/drill.ts'
import { parseRunbook } from '../runbook/parse-runbook.ts'
import type { Runbook } from '../runbook/runbook.ts'
import type { Desk } from './desk.ts'

/** The runbook a scenario asks for with all its commands need, or every reason why it cannot be followed. */
export async function loadRunbook(
  { world }: Pick<Desk, 'world'>,
  recovery: Recovery,
  platform: Platform,
  scenarioFile: string,
): Promise<{
  readonly ready: ReadyRunbook | undefined
  readonly problems: readonly Problem[]
  readonly text: string
  readonly file: string
}> {
  if (recovery.kind !== 'runbook') return { ready: undefined, problems: [], text: '', file: '' }
  const file = join(platform.dir, recovery.file)
  const text = await world.files.read(file).catch(() => undefined)
  if (text === undefined)
    return { ready: undefined, problems: [notThere(scenarioFile, recovery.file, platform.dir)], text: '', file }
  const { runbook, problems } = parseRunbook(file, text)
  const { environment } = platform.runbooks
  const all = [...problems, ...undeclared(runbook, environment), ...unasked(runbook, recovery, scenarioFile)]
  const given = Object.fromEntries(
    runbook.environment.flatMap(name => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  )
  return {
    ready: { runbook: { ...runbook, file: relative(platform.dir, file) }, environment: given },
    problems: all,
    text,
    file,
  }
}

/** What a runbook says it needs and the platform file does not give. */
export function undeclared(
  { file, environment }: Runbook,
  given: Readonly<Record<string, string>>,
): readonly Problem[] {
  return (
    environment
      // What begins like this the drill itself gives.
      .filter(name => given[name] === undefined && !name.startsWith('BLACKSTART_'))
      .map(name => ({
        ...{ file, line: 1, column: 1, code: 'MISSING_ENV' as const },
        what: `the commands are given no ${name}`,
        why: 'the runbook says that they need it, and they find nothing of our environment',
        now: `give it under "runbooks: { environment: { ${name}: … } }" in the platform file`,
      }))
  )
}

/** A decision that the scenario answers with something else than the runbook knows would take no way at all. */
function unasked(
  { steps }: Runbook,
  recovery: Extract<Recovery, { kind: 'runbook' }>,
  file: string,
): readonly Problem[] {
  const known = new Map(
    steps.flatMap(({ decide }) => (decide === undefined ? [] : [[decide.name, decide.answers] as const])),
  )
  return Object.entries(recovery.decisions)
    .filter(([name, answer]) => known.get(name)?.includes(answer) !== true)
    .map(([name, answer]) => ({
      ...{ file, line: 1, column: 1, code: 'UNKNOWN_NAME' as const },
      what: `the runbook does not let ${name} be ${JSON.stringify(answer)}`,
      why: 'what it does not ask cannot be answered',
      now: known.has(name)
        ? `write one of ${known.get(name)?.join(', ')}`
        : known.size === 0
          ? 'remove it: this runbook leaves no decision'
          : `it asks for ${[...known.keys()].join(', ')}`,
    }))
}

function notThere(file: string, runbook: string, dir: string): Problem {
  return {
    ...{ file, line: 1, column: 1, code: 'MISSING_FILE' as const },
    what: `there is no runbook ${runbook} in ${dir}`,
    why: 'the platform is meant to come back by it',
    now: 'write it, or correct the path, which is seen from the platform file',
  }
}
