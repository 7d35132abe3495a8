import { DrillError } from '../model/error.ts'
import type { DrillEvent, DrillStarted } from '../model/event.ts'
import { isOneOf } from '../model/fault.ts'
import { gateNamesOf } from '../model/gate-names.ts'
import { goldenGateName } from '../model/golden.ts'
import type { DrillMeasures, GateMeasure, NoteMeasure } from '../model/measures.ts'
import { MEASURES_SCHEMA } from '../model/measures.ts'
import type { GatePlan, Scenario } from '../model/scenario.ts'
import { STORE_FAULT_KINDS } from '../model/store-fault.ts'
import { afterOf } from './after.ts'
import { endingFold } from './folds/ending-fold.ts'
import { evidenceFold } from './folds/evidence-fold.ts'
import { faultFold } from './folds/fault-fold.ts'
import { type JourneyFold, journeyFold } from './folds/journey-fold.ts'
import { type LedgerFold, ledgerFold } from './folds/ledger-fold.ts'
import { modeFold } from './folds/mode-fold.ts'
import { restoreFold } from './folds/restore-fold.ts'
import { rollbackFold } from './folds/rollback-fold.ts'
import { runbookFold } from './folds/runbook-fold.ts'
import { signalFold } from './folds/signal-fold.ts'
import { isolationFold } from './isolation/isolation-fold.ts'
import { qualityFold } from './quality/quality-fold.ts'
import { type Recovery, recovery } from './recovery.ts'
import { rpoOf } from './rpo.ts'
import { rtoOf } from './rto.ts'
import { rtoParts } from './rto-parts.ts'
import { splitOf } from './split.ts'
import { followUps } from './verdict/follow-ups.ts'
import { judge } from './verdict/judge.ts'

/** Follows a journal and turns it into numbers and a verdict, in memory that does not grow with its length. */
export interface Measuring {
  see(event: DrillEvent): void
  result(): DrillMeasures
}

/** A measuring that has seen nothing yet. */
export function measuring(): Measuring {
  const journeys = new Map<string, JourneyFold>()
  const ledgers = new Map<string, LedgerFold>()
  const ending = endingFold()
  const faults = faultFold()
  const evidence = evidenceFold()
  const signals = signalFold()
  const modes = modeFold()
  const rollback = rollbackFold()
  const isolation = isolationFold()
  const runbook = runbookFold()
  const restore = restoreFold()
  const quality = qualityFold()
  const folds = [ending, faults, evidence, signals, modes, rollback, isolation, runbook, restore, quality]
  const gates: GateMeasure[] = []
  const notes: NoteMeasure[] = []
  let started: (DrillStarted & { readonly wall: string }) | undefined
  let endedMs = 0
  let lastSampleMs = 0

  const see = (event: DrillEvent): void => {
    endedMs = Math.max(endedMs, event.atMs)
    for (const fold of folds) fold.see(event)
    switch (event.type) {
      case 'drill.started':
        started = event
        for (const journey of event.platform.journeys) journeys.set(journey.id, journeyFold(journey))
        // Journals from before there were ledgers say nothing of them.
        for (const ledger of event.platform.ledgers ?? []) ledgers.set(ledger.id, ledgerFold(ledger))
        break
      case 'sample':
        journeys.get(event.journey)?.see(event)
        lastSampleMs = Math.max(lastSampleMs, event.dueMs)
        break
      case 'fault.injected':
        for (const fold of journeys.values()) fold.endBaseline(faults.t0Ms() ?? event.startedMs)
        for (const fold of ledgers.values()) fold.endBaseline(faults.t0Ms() ?? event.startedMs, event.ackMs)
        break
      case 'ledger.wrote':
      case 'ledger.reading':
      case 'ledger.fates':
      case 'ledger.read':
        ledgers.get(event.ledger)?.see(event)
        break
      case 'gate.finished': {
        const { gate: name, during, verdict, detail, startedMs, files = [] } = event
        gates.push({ name, during, verdict, detail, startedMs, endedMs: event.atMs, files })
        break
      }
      case 'note.added':
        notes.push({ atMs: event.atMs, by: event.by, text: event.text })
        break
    }
  }

  const result = (): DrillMeasures => {
    if (started === undefined) {
      throw new DrillError(
        'JOURNAL_DAMAGED',
        'The journal does not say which drill it is of: its first line is missing.',
        { hint: 'there is nothing to measure; run the drill again' },
      )
    }
    const { scenario, platform, plan } = started
    const end = ending.ending()
    const journeyMeasures = [...journeys.values()].map(journey => journey.measure())
    const t0Ms = faults.t0Ms()
    const outages = [...journeys.values()].flatMap(journey => journey.outages())
    const back = recovery({
      t0Ms,
      actMs: faults.actMs(),
      gaveUpMs: ending.gaveUpMs(),
      endMs: lastSampleMs,
      everyMs: Math.max(0, ...platform.journeys.map(journey => journey.everyMs)),
      maxLateMs: Math.max(0, ...journeyMeasures.map(journey => journey.maxLateMs)),
      outages,
      samplesAfterT0: journeyMeasures.length === 0 ? 0 : Math.min(...journeyMeasures.map(journey => journey.sinceT0)),
      gateNames: gateNames(scenario.gates),
      gates,
    })
    const parts = rtoParts(
      platform.journeys.flatMap(journey => {
        const fold = journeys.get(journey.id)
        return fold === undefined ? [] : [{ journey, fold }]
      }),
      scenario.partTargets ?? [],
      {
        ...{ t0Ms, actMs: faults.actMs(), gaveUpMs: ending.gaveUpMs(), endMs: lastSampleMs, outcome: end.outcome },
        ...{ tenants: platform.tenants ?? [], brokenMs: faults.brokenMs },
      },
    )
    const rto = {
      ...rtoOf(withItsData(back, scenario), scenario.targets.rtoMs ?? null, scenario.rtoUntil, end.outcome),
      parts,
    }
    const unjudged = {
      schema: MEASURES_SCHEMA,
      drill: started.drill,
      scenario: scenario.id,
      title: scenario.title,
      class: scenario.class,
      scenarioHash: scenario.hash,
      platform: platform.name,
      environment: platform.environment,
      seed: plan.seed,
      startedAt: started.wall,
      endedMs,
      outcome: end.outcome,
      because: end.why.length === 0 ? null : end.why.join('; '),
      t0: t0Ms,
      rto,
      rpo: rpoOf(
        [...ledgers.values()].map(ledger => ledger.account()),
        { t0Ms, actMs: faults.actMs() },
        { targetMs: scenario.targets.rpoMs ?? null, parts: scenario.partTargets ?? [] },
      ),
      split: splitOf({ faults, signals, modes, outages, actedMs: runbook.actedMs(), back, lastSampleMs }),
      journeys: journeyMeasures,
      after: afterOf(journeyMeasures, scenario.after),
      signals: signals.measures(scenario.expect.signals, t0Ms),
      faults: faults.measures(),
      gates,
      quality: quality.measure(t0Ms),
      restore: restore.restores(platform.components),
      integrity: restore.integrity(),
      runbook: runbook.measure(),
      isolation: isolation.measure(),
      rollback: rollback.measure(),
      notes,
    } satisfies Omit<DrillMeasures, 'verdict' | 'reasons' | 'followUps'>
    const judged = judge(unjudged, scenario, end, evidence.lines())
    return { ...unjudged, ...judged, followUps: followUps(judged.reasons, unjudged, platform, scenario) }
  }
  return { see, result }
}

/** What must have passed before a platform counts as verified. */
function gateNames(gates: GatePlan): readonly string[] {
  const { golden } = gates
  return golden === undefined ? gateNamesOf(gates) : [...gateNamesOf(gates), goldenGateName(golden)]
}

/** A platform that answers all along from damaged data was not up all along: it is back when its data is. */
function withItsData(back: Recovery, { faults, gates }: Scenario): Recovery {
  const hurt = faults.some(fault => isOneOf(fault, STORE_FAULT_KINDS))
  // Journals from before there were stores say nothing of their integrity.
  const looked = (gates.integrity ?? []).length > 0
  return back.state === 'never-down' && hurt && looked ? { ...back, state: 'restored' } : back
}
