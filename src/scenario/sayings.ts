import type { Found, Sayings } from '../yaml/schema-words.ts'
import { isMapping, type Words } from '../yaml/tree.ts'
import { whatIs } from '../yaml/words.ts'
import { sharedSayings } from '../yaml/written-values.ts'

/** Words for what only a scenario file can get wrong. */
export const scenarioSayings: Sayings = {
  ...sharedSayings,
  size: badSize,
  rate: badRate,
  guard: badGuard,
  recovery: badRecovery,
  margin: badMargin,
  arrivals: badArrivals,
  replay: badReplay,
  times: badTimes,
  more: badMore,
}

/** What to write instead of a key that some faults have and this one cannot. */
export function insteadOfKey(key: string, mapping: unknown): string | undefined {
  const refuses = isMapping(mapping) && mapping.kind === 'refuse'
  if (!refuses || (key !== 'share' && key !== 'direction')) return undefined
  return 'a port refuses everybody or nobody; write "kind: reset", which takes a share and a direction: connections are made and cut at their first word'
}

function badSize({ subject, value, purpose }: Found): Words {
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}, which is no amount of data`,
    why: purpose,
    now: typeof value === 'number' ? `write the unit: ${value}B or ${value}KB` : 'write it like 100B, 2KB or 1.5MB',
  }
}

function badRate({ subject, value, purpose }: Found): Words {
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}, which is no rate`,
    why: purpose,
    now:
      typeof value === 'number'
        ? `write the unit: ${value}KB/s`
        : 'write it like 50KB/s or 1.5MB/s, in whole KB: a Toxiproxy counts no finer',
  }
}

function badGuard({ subject, value }: Found): Words {
  return {
    code: 'UNKNOWN_VALUE',
    what: `${subject} is ${whatIs(value)}, which is not a condition that can be watched`,
    why: 'a guard that cannot be read would never stop the drill',
    now: 'write it like "availability < 50% for 30s"',
  }
}

function badRecovery({ subject, value, purpose }: Found): Words {
  if (value === 'manual') {
    return {
      code: 'NOT_AVAILABLE',
      what: `${subject} asks for recovery by hand, which this version cannot follow`,
      why: 'it can wait until the platform comes back by itself, or follow a runbook',
      now: 'write down what people do as a runbook, and write "recovery: { runbook: FILE }"',
    }
  }
  return {
    code: 'UNKNOWN_VALUE',
    what: `${subject} is ${whatIs(value)}, which is not one of its values`,
    why: purpose,
    now: 'write "automatic", or { runbook: runbooks/restore.md }',
  }
}

function badArrivals({ subject }: Found): Words {
  return {
    code: 'CONTRADICTION',
    what: `${subject} does not name exactly one schedule`,
    why: 'requests leave on one schedule, which waits for no answer',
    now: 'write one of "constant", "poisson", "ramp", "spike", "step" and "replay", for example { poisson: 200/s }',
  }
}

function badReplay({ subject, value }: Found): Words {
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}, which is no recording`,
    why: 'it says when requests once came',
    now: 'write the times in milliseconds from the first request, such as [0, 12, 40], or a file with { file: access.log }',
  }
}

function badTimes({ subject, value, purpose }: Found): Words {
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}, which is no multiple`,
    why: purpose,
    now: typeof value === 'number' ? `write ${value}x` : 'write it like 1.5x',
  }
}

function badMore({ subject, value, purpose }: Found): Words {
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}, which does not say how much more`,
    why: purpose,
    now: 'write it like +0.1%',
  }
}

function badMargin({ subject, value, purpose }: Found): Words {
  const percent = typeof value === 'number' && value > 0 && value < 100 ? `${value < 1 ? value * 100 : value}%` : '5%'
  return {
    code: 'OUT_OF_RANGE',
    what: `${subject} is ${whatIs(value)}, which is no margin`,
    why: purpose,
    now: `write it like ${percent}: more than 0% and less than 100%`,
  }
}
