/** One plausible mistake: a piece of code that stands exactly once in its file, what somebody might have written instead, and the tests that must notice. */
export interface Mutation {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
  readonly tests: readonly string[]
}

const MEASURE = ['test/measure']

/** Mistakes one could make in the code that turns journals into numbers and a verdict. */
export const MUTATIONS: readonly Mutation[] = [
  ...inFile('src/measure/folds/journey-fold.ts', MEASURE, [
    [
      'an outage ends when its good answer was due, not when it came',
      'open.answeredMs ?? sample.dueMs + sample.tookMs',
      'open.answeredMs ?? sample.dueMs',
    ],
    [
      'an outage begins when the bad answer came',
      'open?.fromMs ?? sample.dueMs',
      'open?.fromMs ?? sample.dueMs + sample.tookMs',
    ],
    ['one good sample more than asked for', 'open.goodInARow >= journey.stable', 'open.goodInARow > journey.stable'],
    ['good samples need not be in a row', 'goodInARow: 0,', 'goodInARow: open?.goodInARow ?? 0,'],
    [
      'a question that was never asked counts as good',
      'const isBad = sample.bad !== undefined',
      "const isBad = sample.bad !== undefined && sample.bad !== 'shed'",
    ],
    ['the baseline goes on after the fault', 'if (!isBad && t0Ms === undefined)', 'if (!isBad)'],
    ['bad answers count into the latencies', 'if (!isBad) all.record', 'all.record'],
    ['our own lateness is taken for the platform’s', '&& sample.lateMs >= journey.everyMs', '&& sample.lateMs < 0'],
    ['samples before the fault count as after it', 't0Ms !== undefined && sample.dueMs >= t0Ms', 'sample.dueMs >= 0'],
  ]),
  ...inFile('src/measure/recovery.ts', MEASURE, [
    ['an outage under way at the fault is not counted', 'endOf(outage) > t0Ms &&', 'outage.fromMs > t0Ms &&'],
    ['the first outage counts, not the last', 'endOf(outage) > endOf(sofar)', 'endOf(outage) < endOf(sofar)'],
    ['the act took no time', 'const floorMs = input.everyMs + input.actMs', 'const floorMs = input.everyMs'],
    [
      'one interval is always precise enough',
      'Math.max(input.everyMs, endOf(last) - Math.max(t0Ms, last.lastBadMs))',
      'input.everyMs',
    ],
    [
      'what came back because we healed it came back',
      'outage.toMs === null || outage.toMs > gaveUp',
      'outage.toMs === null',
    ],
    ['a gate asked before the end of the outage counts', '|| gate.startedMs < restoredAtMs', ''],
    ['verified when the gate was asked', 'return gate.endedMs - t0Ms', 'return gate.startedMs - t0Ms'],
    ['nobody looked, so it was never down', 'if (t0Ms === null || input.samplesAfterT0 === 0)', 'if (t0Ms === null)'],
    [
      'one gate passed, so all have',
      "input.gateNames.every(name => newest.get(name) === 'passed')",
      "input.gateNames.some(name => newest.get(name) === 'passed')",
    ],
  ]),
  ...inFile('src/measure/folds/fault-fold.ts', MEASURE, [
    ['t0 is when the act was acknowledged', 't0Ms: () => first?.startedMs ?? null', 't0Ms: () => first?.ackMs ?? null'],
    ['the last fault is t0', 'first ??= { startedMs', 'first = { startedMs'],
  ]),
  ...inFile('src/measure/rto.ts', MEASURE, [
    ['a target within the error bar is missed', 'ms - precisionMs > targetMs', 'ms > targetMs'],
    [
      'never down counts, however rarely one looked',
      'achievedMs !== null && precisionMs <= targetMs ? true : null',
      'achievedMs !== null ? true : null',
    ],
  ]),
  ...inFile('src/measure/verdict/judge.ts', MEASURE, [
    [
      'an effect nobody saw is an effect',
      "fault => fault.effect !== 'bitten'",
      "fault => fault.effect === 'not-bitten'",
    ],
  ]),
  ...inFile(
    'src/model/verdict.ts',
    [...MEASURE, 'test/model'],
    [
      [
        'the best verdict wins',
        'VERDICTS.indexOf(next) > VERDICTS.indexOf(sofar)',
        'VERDICTS.indexOf(next) < VERDICTS.indexOf(sofar)',
      ],
    ],
  ),
  ...inFile('src/measure/spans.ts', MEASURE, [
    ['overlapping outages count twice', 'if (last === undefined || span.fromMs > last.toMs)', 'if (last !== span)'],
  ]),
  ...inFile(
    'src/probes/answer.ts',
    ['test/probes'],
    [
      ['a wrong answer is a good one', 'if (broken !== undefined) return', 'if (false) return'],
      ['just too late is in time', 'if (tookMs > good.withinMs)', 'if (tookMs > good.withinMs * 2)'],
    ],
  ),
  ...inFile(
    'src/probes/ledger/ledger-keeper.ts',
    ['test/probes/ledger'],
    [
      [
        'a write that was never acknowledged counts as lost',
        'book.wrote(told.acked ? ackMs : undefined)',
        'book.wrote(ackMs)',
      ],
      [
        'a write counts from when it was due, not from its acknowledgement',
        'const ackMs = told.dueMs + told.tookMs',
        'const ackMs = told.dueMs',
      ],
    ],
  ),
  ...inFile(
    'src/probes/ledger/fate.ts',
    ['test/probes/ledger'],
    [
      ['what is there twice is kept', 'return times > 1 &&', 'return times > 2 &&'],
      [
        'what says something else is kept',
        "if (seen.isCorrupt(entry)) return 'corrupt'",
        "if (seen.isCorrupt(entry)) return 'kept'",
      ],
      ['what was deleted and is back is kept', "if (isPromised) return 'resurrected'", "if (isPromised) return 'kept'"],
    ],
  ),
  ...inFile(
    'src/probes/ledger/read-back.ts',
    ['test/probes/ledger'],
    [
      ['one reading is believed', 'if (agree && clock.nowMs() >= settledMs)', 'if (clock.nowMs() >= settledMs)'],
      ['nothing is given time to settle', 'if (agree && clock.nowMs()', 'if (agree || clock.nowMs()'],
    ],
  ),
  ...inFile('src/measure/folds/ledger-fold.ts', MEASURE, [
    [
      'the newest lost write is the RPO',
      'Math.min(sofar.oldestBrokenMs ?? ackMs, ackMs)',
      'Math.max(sofar.oldestBrokenMs ?? ackMs, ackMs)',
    ],
    [
      'what was lost after the fault counts as lost before it',
      't0Ms !== undefined && ackMs >= t0Ms ? 1 : 0',
      't0Ms !== undefined && ackMs < 0 ? 1 : 0',
    ],
    ['what could not be read was not lost', 'trouble: event.detail, seq', 'trouble: null, seq'],
    ['an account that does not add up is believed', 'trouble: adds ? null : trouble', 'trouble: null'],
  ]),
  ...inFile('src/measure/rpo.ts', MEASURE, [
    [
      'losses after the fault are excused by the target',
      'if (account.lostAfterT0 > 0 || account.resurrectedAfterT0 > 0) return false',
      '',
    ],
    [
      'the best ledger is the RPO',
      '(next.achievedMs ?? -1) > (sofar?.achievedMs ?? -1)',
      '(next.achievedMs ?? -1) < (sofar?.achievedMs ?? 1e9)',
    ],
  ]),
  ...inFile(
    'src/probes/pace.ts',
    ['test/probes'],
    [['the schedule is one interval late', 'startMs + n * everyMs', 'startMs + (n + 1) * everyMs']],
  ),
  ...inFile(
    'src/probes/schedule.ts',
    ['test/probes'],
    [
      [
        'the clock starts when the question is sent',
        'const tookMs = nowMs() - atMs',
        'const tookMs = nowMs() - atMs - lateMs',
      ],
      [
        'waits for an answer before it asks again',
        'if (underWay.size >= schedule.maxInFlight)',
        'if (underWay.size >= 1)',
      ],
    ],
  ),
]

type Change = readonly [name: string, from: string, to: string]

function inFile(file: string, tests: readonly string[], changes: readonly Change[]): readonly Mutation[] {
  return changes.map(([name, from, to]) => ({ name, file, from, to, tests }))
}
