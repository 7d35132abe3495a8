import { formatDuration } from '../../model/duration.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { ChroniclePicture } from '../chronicle/picture.ts'
import { type AfterView, afterViews } from './after-view.ts'
import { type CleanupView, cleanupView } from './cleanup-view.ts'
import { type ComparisonView, comparisonView } from './comparison-view.ts'
import { definitions } from './definitions.ts'
import { type EvidenceView, evidenceView } from './evidence-view.ts'
import { type FaultView, faultViews } from './fault-view.ts'
import { type FindingView, findingViews } from './finding-view.ts'
import { inShort } from './first-screen/in-short.ts'
import { meantWords } from './first-screen/meant.ts'
import { type NeighbourFigure, neighbourFigure } from './first-screen/neighbour-figure.ts'
import { type QualityFigure, qualityFigure } from './first-screen/quality-figure.ts'
import { type RecoveryStory, recoveryStory } from './first-screen/recovery-story.ts'
import { type RpoView, rpoView } from './first-screen/rpo-view.ts'
import { type RtoView, rtoView } from './first-screen/rto-view.ts'
import {
  type ReasonView,
  reasonViews,
  type VerdictView,
  verdictView,
  type WhyView,
  whyView,
} from './first-screen/verdict-view.ts'
import { type GateView, gateViews, type SignalView, signalViews } from './gate-view.ts'
import { type ImpactView, impactViews } from './impact.ts'
import { type IsolationView, isolationView } from './isolation-view.ts'
import { type JourneyView, journeyViews } from './journey-view.ts'
import { type LedgerView, ledgerViews } from './ledger-view.ts'
import { legible, mapTexts } from './legible.ts'
import { type NoteView, noteViews } from './note-view.ts'
import { aboutTerms, repeatTerms, simulatedTerms } from './origin.ts'
import { type PartView, partViews } from './part-view.ts'
import { type QualityView, qualityView } from './quality-view.ts'
import { type RestoreView, restoreView } from './restore-view.ts'
import { splitTerms } from './split.ts'
import { type TimelineView, timelineView } from './timeline/timeline-view.ts'
import { type Term, wallWords } from './words.ts'

/** Everything a report says, in words, with every number formatted. Every form of report is made from this one value. */
export interface DrillView {
  readonly drill: string
  readonly title: string
  readonly scenario: string
  /** Why it was rehearsed; empty if that is not known. */
  readonly rehearsed: string
  readonly classWords: string
  readonly platform: string
  readonly environment: string
  readonly startedAt: string
  readonly started: string
  readonly took: string
  readonly tookMs: number
  readonly seed: string
  readonly verdict: VerdictView
  /** That it was meant to fail, where it was; else empty. */
  readonly meant: string
  readonly short: readonly Term[]
  readonly impact: readonly ImpactView[]
  readonly rto: RtoView
  readonly story: RecoveryStory
  readonly rpo: RpoView
  readonly qualityFigure: QualityFigure
  readonly neighbourFigure: NeighbourFigure | undefined
  readonly why: WhyView
  readonly reasons: readonly ReasonView[]
  readonly followUps: readonly FollowUpView[]
  readonly findings: readonly FindingView[]
  readonly timeline: TimelineView
  readonly comparison: ComparisonView | undefined
  readonly evidence: EvidenceView
  readonly split: readonly Term[]
  readonly isolation: IsolationView | undefined
  readonly journeys: readonly JourneyView[]
  readonly parts: readonly PartView[]
  readonly after: readonly AfterView[]
  readonly ledgers: readonly LedgerView[]
  readonly faults: readonly FaultView[]
  readonly gates: readonly GateView[]
  readonly quality: QualityView | undefined
  readonly restore: RestoreView | undefined
  readonly signals: readonly SignalView[]
  readonly notes: readonly NoteView[]
  readonly cleanup: CleanupView
  readonly about: readonly Term[]
  readonly simulated: readonly Term[]
  readonly definitions: readonly Term[]
  readonly repeat: readonly Term[]
}

export interface FollowUpView {
  readonly severity: string
  readonly text: string
  readonly owner: string
}

/** What a report can say if it is told more than one journal. */
export interface Beside {
  /** The drill of the same scenario before this one. */
  readonly previous?: DrillMeasures | undefined
  /** Of the journal. */
  readonly sha256?: string | undefined
}

/** One drill as its readers see it. Whatever came from outside is made legible here, once, for every form. */
export function drillView(measures: DrillMeasures, picture: ChroniclePicture, beside: Beside = {}): DrillView {
  const findings = findingViews(measures, picture)
  const comparison = comparisonView(measures, beside.previous)
  return mapTexts(
    {
      drill: measures.drill,
      title: measures.title,
      scenario: measures.scenario,
      rehearsed: picture.started?.scenario.why ?? '',
      classWords: measures.class.replaceAll('-', ' '),
      platform: measures.platform,
      environment: measures.environment,
      startedAt: measures.startedAt,
      started: wallWords(measures.startedAt),
      took: formatDuration(measures.endedMs),
      tookMs: measures.endedMs,
      seed: String(measures.seed),
      verdict: verdictView(measures),
      meant: meantWords(measures, picture),
      short: inShort(measures),
      impact: impactViews(measures),
      rto: rtoView(measures),
      story: recoveryStory(measures, picture),
      rpo: rpoView(measures),
      qualityFigure: qualityFigure(measures),
      neighbourFigure: neighbourFigure(measures),
      why: whyView(measures),
      reasons: reasonViews(measures),
      followUps: measures.followUps.map(({ severity, text, owner }) => ({
        severity,
        text,
        owner: owner ?? 'nobody named',
      })),
      findings,
      timeline: timelineView(measures, picture),
      comparison,
      evidence: evidenceView(measures, picture, { findings, comparison, sha256: beside.sha256 }),
      split: splitTerms(measures),
      isolation: isolationView(measures),
      journeys: journeyViews(measures, picture),
      parts: partViews(measures),
      after: afterViews(measures),
      ledgers: ledgerViews(measures),
      faults: faultViews(measures, picture),
      gates: gateViews(measures),
      quality: qualityView(measures),
      restore: restoreView(measures, picture),
      signals: signalViews(measures, picture),
      notes: noteViews(measures),
      cleanup: cleanupView(measures, picture),
      about: aboutTerms(measures, picture),
      simulated: simulatedTerms(picture),
      definitions: definitions(measures, picture),
      repeat: repeatTerms(measures, picture),
    },
    legible,
  )
}
