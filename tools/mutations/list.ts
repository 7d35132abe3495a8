/** One plausible mistake: a piece of code that stands exactly once in its file, what somebody might have written instead, and the tests that must notice. */
export interface Mutation {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
  readonly tests: readonly string[]
}

const MEASURE = ['test/measure']
const ISOLATION = ['isolation-fold', 'isolation-rules', 'secrets-fold'].map(
  name => `test/measure/isolation/${name}.test.ts`,
)

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
    ['samples before the fault count as after it', 't0Ms !== undefined && sample.dueMs >= t0Ms', 'sample.dueMs >= 0'],
  ]),
  ...inFile('src/measure/is-blurred.ts', MEASURE, [
    ['our own lateness is taken for the platform’s', '&& sample.lateMs >= journey.everyMs', '&& sample.lateMs < 0'],
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
  ...inFile('src/measure/verdict/fault-rules.ts', MEASURE, [
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
      'damagedMs !== undefined && ackMs >= damagedMs ? 1 : 0',
      'damagedMs !== undefined && ackMs < 0 ? 1 : 0',
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
      ['waits for an answer before it asks again', 'if (underWay >= schedule.maxInFlight)', 'if (underWay >= 1)'],
    ],
  ),
  ...inFile(
    'src/measure/recovery.ts',
    ['test/measure/recovery.test.ts'],
    [['a gate that failed at first is no matter', 'return gates.some(', 'return gates.every(']],
  ),
  ...inFile(
    'src/world/node/plain-call.ts',
    ['test/world/http.test.ts'],
    [
      ['an answer that was cut off is an answer', 'if (outcome === String(status)) {', 'if (status > 0) {'],
      [
        'half a letter at the end of a piece is thrown away',
        'if (this.decoder === undefined && endsWhole)',
        'if (this.decoder === undefined)',
      ],
    ],
  ),
  ...inFile(
    'src/world/node/mailboxes.ts',
    ['test/world/mailboxes.test.ts'],
    [
      ['a web page may post', 'if (message.headers.origin !== undefined)', 'if (false)'],
      ['what is refused counts as heard', 'counts.refused++\n          answer', 'counts.posts++\n          answer'],
      ['what is heard is not counted', 'counts.posts++\n', ''],
      ['the rest of what is too long is dropped', 'else resolve(undefined)', ''],
      ['a busy second goes on for ever', 'if (now !== second) came = 0', ''],
    ],
  ),
  ...inFile(
    'src/probes/received.ts',
    ['test/probes/received.test.ts', 'test/run/received-signals.test.ts'],
    [
      [
        'the second post is no news, though nothing says that the first is over',
        '!was || signal.off === undefined',
        '!was',
      ],
      ['what comes to one path is meant for all', '.filter(({ path }) => path === post.path)', ''],
      ['it came on when a drill began to listen', 'Math.round(nowMs() * 1000) / 1000', '0'],
      ['a mailbox that breaks off says nothing', 'void mailbox.lost.then(over)', ''],
    ],
  ),
  ...inFile(
    'src/probes/said-by.ts',
    ['test/probes/said-by.test.ts'],
    [
      [
        'what is over for one instance is over for all',
        'if (oneOfThem(when)) return true',
        'if (oneOfThem(when) && !oneOfThem(off ?? [])) return true',
      ],
      ['whatever its headers say', 'if (!headers.every(rule => holdsOf(rule, sent[rule.path]))) return undefined', ''],
      [
        'each rule may hold of another thing',
        'things.some(thing => rules.every(rule => holds(rule, thing)))',
        'rules.every(rule => things.some(thing => holds(rule, thing)))',
      ],
    ],
  ),
  ...inFile(
    'src/measure/folds/signal-fold.ts',
    ['test/run/received-signals.test.ts', 'test/measure/measuring.test.ts', 'test/measure/folds.test.ts'],
    [
      ['what was on before the fault has noticed it', 'atMs => t0Ms === null || atMs >= t0Ms', '() => true'],
      [
        'telling users is noticing',
        "roles.includes(known.get(name)?.role ?? 'detected')",
        "known.has(name) || roles.includes('detected')",
      ],
      ['the last signal is the first', 'a.atMs - b.atMs', 'b.atMs - a.atMs'],
      [
        'what was posted is as blurred as what is asked for',
        "signal.kind === 'received' ? 0 :",
        "signal.kind === 'received' ? 100 :",
      ],
    ],
  ),
  ...inFile(
    'src/measure/verdict/signal-rules.ts',
    ['test/measure/judge.test.ts'],
    [['what nobody could hear never came', 'if (deafSinceMs !== null) {', 'if (false) {']],
  ),
  ...inFile(
    'src/measure/after.ts',
    ['test/measure/after.test.ts'],
    [
      ['capacity is upside down', 'const measured = ratioOf(from, to)', 'const measured = ratioOf(to, from)'],
      [
        'one end of the bar is enough for capacity',
        'low !== null && low >= claim.atLeast',
        'high !== null && high >= claim.atLeast',
      ],
      [
        'one end of the bar is enough for a latency',
        'high !== null && high <= claim.atMost',
        'low !== null && low <= claim.atMost',
      ],
      [
        'what was before is known exactly',
        'low: over(to.bounds.low, from.bounds.high)',
        'low: over(to.bounds.low, from.value)',
      ],
      [
        'how it is now is held against how it is now',
        'quantileOf(before, what), quantileOf(after',
        'quantileOf(after, what), quantileOf(after',
      ],
    ],
  ),
  ...inFile(
    'src/measure/verdict/after-rules.ts',
    ['test/measure/after.test.ts', 'test/measure/judge.test.ts'],
    [
      ['what nobody saw is met', 'if (ratio === null) {', 'if (false) {'],
      ['a journey that never came back is judged all the same', '!away.has(journey)', 'true'],
    ],
  ),
  ...inFile(
    'src/measure/bounds.ts',
    ['test/measure/bounds.test.ts'],
    [
      [
        'a percentile that lies further out than all samples is the last of them',
        'high: high > count ? null : high',
        'high: Math.min(high, count)',
      ],
      ['a share is known exactly', 'Math.max(0, centre - half)', 'share'],
    ],
  ),
  ...inFile(
    'src/measure/folds/steady-fold.ts',
    ['test/measure/after.test.ts', 'test/measure/journey-fold.test.ts'],
    [
      ['bad answers count into how quick it is', 'if (sample.bad !== undefined) return', ''],
      [
        'our own lateness makes the platform slow',
        'own.record(sample.tookMs - sample.lateMs)',
        'own.record(sample.tookMs)',
      ],
    ],
  ),
  ...inFile(
    'src/measure/folds/served-fold.ts',
    ['test/measure/after.test.ts', 'test/measure/journey-fold.test.ts'],
    [['a while is as long as from its first question to its last', 'lastMs - firstMs + everyMs', 'lastMs - firstMs']],
  ),
  ...inFile(
    'src/measure/folds/journey-fold.ts',
    ['test/measure/after.test.ts', 'test/measure/journey-fold.test.ts'],
    [
      [
        'a flapping platform serves as much as one that is back',
        'if (isBad && !hadOutage) back.startOver()',
        'if (isBad) back.startOver()',
      ],
      ['what came before an outage counts as after it', 'after.startOver()', ''],
    ],
  ),
  ...inFile('src/measure/isolation/blast.ts', ISOLATION, [
    [
      'what an outage did to neighbours is what they are used to',
      "dueMs < damagedMs ? 'before' : 'aside'",
      "dueMs < damagedMs ? 'before' : 'before'",
    ],
  ]),
  ...inFile('src/measure/isolation/victim-fold.ts', ISOLATION, [
    ['what we were late disturbs neighbours', 'sample.tookMs - sample.lateMs > slowMs', 'sample.tookMs > slowMs'],
    ['whoever is asked late asks too often', ' && sample.lateMs < victim.everyMs', ''],
  ]),
  ...inFile('src/measure/isolation/isolation-fold.ts', ISOLATION, [
    ['in peace a second too early', '(Math.max(...disturbed) + 1) * SECOND_MS', 'Math.max(...disturbed) * SECOND_MS'],
  ]),
  ...inFile('src/measure/isolation/quota.ts', ISOLATION, [
    ['a burst is not granted', 'worst - Math.max(burst, 1)', 'worst - 1'],
    ['fairness is the mean', '(sum * sum) / (shares.length * squares)', 'sum / shares.length'],
  ]),
  ...inFile('src/measure/isolation/secrets-fold.ts', ISOLATION, [
    ['a door that was open before a refusal is one that opened again', 'dueMs > firstRefusedMs', 'dueMs >= 0'],
    ['the first refusal counts, whoever got in after it', ' || dueMs > lastLetInMs', ' || dueMs > 0'],
  ]),
  ...inFile('src/measure/isolation/lateness.ts', ISOLATION, [
    [
      'who is late beside idle processors was kept by the machine',
      'machineBusyRatio < SPARE_RATIO',
      'machineBusyRatio < 0',
    ],
    ['seconds in which nothing was due were in time', 'count / seconds.asking', 'count / seconds.all'],
  ]),
  ...inFile('src/measure/isolation/neighbour-rules.ts', ISOLATION, [
    [
      'a sender that was late excuses whatever neighbours suffered',
      'loads.some(({ starved }) => starved)',
      'loads.some(({ bottleneck }) => bottleneck !== null)',
    ],
    ['what we blurred is held against the platform', 'during.bad - during.blurred, during', 'during.bad, during'],
  ]),
]

type Change = readonly [name: string, from: string, to: string]

function inFile(file: string, tests: readonly string[], changes: readonly Change[]): readonly Mutation[] {
  return changes.map(([name, from, to]) => ({ name, file, from, to, tests }))
}
