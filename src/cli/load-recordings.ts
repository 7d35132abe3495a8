import { dirname, resolve } from 'node:path'
import { recordedTimes } from '../load/recorded-times.ts'
import type { Fault } from '../model/fault.ts'
import type { Problem } from '../model/problem.ts'
import type { Scenario } from '../model/scenario.ts'
import type { Files } from '../model/world/files.ts'
import { hashOf } from '../scenario/hash.ts'

/** A scenario whose recorded schedules have been read from their files, and everything that is wrong with those. */
export async function readRecordings(
  files: Pick<Files, 'read'>,
  scenario: Scenario,
): Promise<{
  readonly scenario: Scenario
  readonly problems: readonly Problem[]
  readonly sources: ReadonlyMap<string, string>
}> {
  const problems: Problem[] = []
  const sources = new Map<string, string>()
  const faults: Fault[] = []
  for (const fault of scenario.faults) {
    const recording = recordingOf(fault)
    if (recording === undefined || fault.kind !== 'load.tenant') {
      faults.push(fault)
      continue
    }
    const path = resolve(dirname(scenario.file), recording.file)
    const text = await files.read(path).catch(() => undefined)
    if (text === undefined) {
      problems.push(notThere(scenario.file, recording.file, path))
      continue
    }
    const read = recordedTimes(path, text, recording)
    if (read.ok) faults.push({ ...fault, arrivals: { kind: 'replay', timesMs: read.timesMs, recording } })
    else {
      sources.set(path, text)
      problems.push(...read.problems)
    }
  }
  const isPlain = faults.every(fault => recordingOf(fault) === undefined)
  // With other times in its file it is another scenario.
  const hash = isPlain ? scenario.hash : hashOf({ hash: scenario.hash, faults })
  return { scenario: { ...scenario, faults, hash }, problems, sources }
}

function recordingOf(fault: Fault) {
  return fault.kind === 'load.tenant' && fault.arrivals.kind === 'replay' ? fault.arrivals.recording : undefined
}

function notThere(file: string, recording: string, path: string): Problem {
  return {
    ...{ file, line: 1, column: 1, code: 'MISSING_FILE' as const },
    what: `there is no recording ${recording}`,
    why: `it says when requests once came, and is looked for at ${path}`,
    now: 'write its path as seen from this file',
  }
}
