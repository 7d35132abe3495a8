import type { HttpRequest } from './http.ts'
import type { Scorer } from './scorer.ts'

/** Questions whose right answers are known, how they are asked and how answers are scored. */
export interface GoldenSet {
  readonly id: string
  /** JSONL, CSV, YAML or a promptfoo test file, as seen from the platform's folder. */
  readonly casesFile: string
  readonly ask: GoldenAsk
  readonly scorers: readonly Scorer[]
  /** How many questions may be open at once. */
  readonly concurrency: number
  /** How many may be asked in a second; as many as the concurrency allows if unset. */
  readonly perSecond: number | undefined
  /** How often each case is asked each time, for what models do not do twice. */
  readonly repeats: number
  readonly judge: Judge | undefined
  /** Where a baseline is kept between drills, as seen from the platform's folder. */
  readonly baselineFile: string | undefined
  /** What the platform's version is called; a baseline of another one is stale. */
  readonly version: string | undefined
}

/** How one question is put, and where in the answer everything stands. `${case.…}` is filled in for each case. */
export interface GoldenAsk {
  readonly request: HttpRequest
  readonly status: number
  readonly timeoutMs: number
  readonly at: AnswerPlaces
  /** Where the pieces of a streamed answer stand in its events, and what the last event holds. */
  readonly stream: { readonly delta: string; readonly done: string } | undefined
}

/** Paths into the JSON of an answer. */
export interface AnswerPlaces {
  readonly answer: string
  readonly sources: string | undefined
  readonly tools: string | undefined
  readonly mode: string | undefined
  readonly tokens: string | undefined
  readonly costUsd: string | undefined
  /** What the next turn of the same conversation has to name, as `${case.conversation}`. */
  readonly conversation: string | undefined
}

/** A model that judges answers. It must stand outside of what a drill breaks. */
export interface Judge {
  readonly url: string
  readonly model: string
  readonly key: string | undefined
  /** The component it is reached through, if it is part of the platform. */
  readonly component: string | undefined
  readonly attempts: number
  readonly timeoutMs: number
}

/** One question whose right answer is known. */
export interface GoldenCase {
  readonly id: string
  readonly tenant: string | undefined
  /** What the user says, turn by turn; the answer to the last one counts. */
  readonly turns: readonly string[]
  readonly expected: unknown
  /** The sources that hold the answer, the best first. */
  readonly sources: readonly string[]
  readonly tools: readonly ExpectedTool[]
  /** Whether the right thing to do is to refuse. */
  readonly refuses: boolean | undefined
  readonly tags: readonly string[]
  readonly weight: number
  /** Instead of the set's own. */
  readonly scorers: readonly Scorer[] | undefined
  /** Answers that people have scored, to hold a judge against. */
  readonly labelled: readonly LabelledAnswer[]
}

/** A tool that must be used. */
export interface ExpectedTool {
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>> | undefined
}

/** An answer and what people think of it. */
export interface LabelledAnswer {
  readonly answer: string
  readonly scoreRatio: number
}

/** A golden set read whole before anything is touched. */
export interface LoadedGolden {
  readonly set: string
  readonly cases: readonly GoldenCase[]
  /** What makes two askings comparable: a hash of cases, scorers, request and platform version. */
  readonly hash: string
}

/** What must hold of a golden set before a platform counts as recovered. */
export interface GoldenGate {
  readonly set: string
  /** How much worse than before the answers may be. */
  readonly marginRatio: number
  /** What is asked of it while something is broken. */
  readonly during: GoldenDuring | undefined
  /** A few cases asked all the time, to see when quality was back. */
  readonly sampling: GoldenSampling | undefined
  readonly baseline: 'asked' | 'stored'
}

/** What the names of golden gates begin with. */
export const GOLDEN_GATE = 'golden:'

/** What reports and journals call the gate of a golden set, at whatever moment it is asked. */
export function goldenGateName({ set }: Pick<GoldenGate, 'set'>): string {
  return `${GOLDEN_GATE}${set}`
}

/** What is asked of a golden set while something is broken. */
export interface GoldenDuring {
  readonly set: string
  readonly marginRatio: number
  /** Not asked before this long after the first fault. */
  readonly notBeforeMs: number
}

/** How many cases are asked all the time, and how often. */
export interface GoldenSampling {
  readonly cases: number
  readonly everyMs: number
}
