import type { LoadedGolden } from '../model/golden.ts'
import type { Good, HttpOutcome, HttpRequest } from '../model/http.ts'
import type { Platform } from '../model/platform.ts'
import { stepsOf } from '../probes/json-path.ts'
import type { FakeMailboxes } from './fake-mailboxes.ts'
import { bodyFor, put, reply } from './toy-answers.ts'
import { toyGolden } from './toy-golden.ts'
import { toyPosts } from './toy-posts.ts'
import { toySharing } from './toy-sharing.ts'
import { toyStore } from './toy-store.ts'

/** How a toy platform takes damage. */
export interface Reaction {
  /** So long after the damage it notices and fails over; until then it answers too late. */
  readonly detectMs: number
  /** Whether there is anything to fail over to. Without it, it answers 503 until the damage is undone. */
  readonly fallback: boolean
  /** So long after the damage is undone it goes on answering degraded. */
  readonly failbackMs: number
  /** So long its supervisor takes to bring back a process that has ended. */
  readonly restartMs: number
  readonly mode: string
  /** Whether one tenant's load is felt by no other. Where it is felt, it is damage like any other. */
  readonly isolates: boolean
  /** Whether whoever looks is shown what another tenant has hidden. */
  readonly leaks: boolean
  /** The components that nobody asks while all is well: stand-ins. */
  readonly unused: readonly string[]
  /** What it had acknowledged in the last so many milliseconds is gone once the damage is done. */
  readonly forgetsMs: number
  /** The share of golden questions that are answered wrongly while it is degraded. */
  readonly wrongRatio: number
}

/** A platform that exists only as a rule: it answers by what is broken and for how long it has been. */
export interface ToyPlatform {
  /** Looks whether something has just been broken or put back: its own clocks start then. */
  look(): void
  /** What tenants have hidden in it and could take away again. */
  hidden(): readonly string[]
  answer(request: HttpRequest): { readonly afterMs: number; readonly outcome: HttpOutcome }
}

type State = 'healthy' | 'down' | 'degraded'

const HEALTHY_MS = 30

/** `isBroken` says whether anything it depends on is broken just now. */
export function toyPlatform(
  platform: Platform,
  reaction: Reaction,
  isBroken: () => boolean,
  nowMs: () => number,
  loaded: readonly LoadedGolden[] = [],
  post: FakeMailboxes['post'] = () => false,
): ToyPlatform {
  let brokenSinceMs: number | undefined
  let healedAtMs: number | undefined
  const store = toyStore(platform, nowMs)
  const sharing = toySharing(platform, reaction.leaks)
  const answerGolden = toyGolden(platform, loaded)

  const tell = toyPosts(platform, post)

  const state = (): State => {
    const now = stateNow()
    tell(now === 'degraded')
    return now
  }
  const stateNow = (): State => {
    if (isBroken()) {
      if (brokenSinceMs === undefined) store.forget(reaction.forgetsMs)
      brokenSinceMs ??= nowMs()
      healedAtMs = undefined
      return reaction.fallback && nowMs() - brokenSinceMs >= reaction.detectMs ? 'degraded' : 'down'
    }
    if (brokenSinceMs === undefined) return 'healthy'
    healedAtMs ??= nowMs()
    if (reaction.fallback && nowMs() - healedAtMs < reaction.failbackMs) return 'degraded'
    brokenSinceMs = undefined
    return 'healthy'
  }
  return {
    look: state,
    hidden: sharing.hidden,
    answer(request) {
      const now = state()
      const golden = now === 'down' ? undefined : answerGolden(request, now === 'degraded' ? reaction.wrongRatio : 0)
      const journey = platform.journeys.find(known => known.kind === 'http' && sameRequest(known.request, request))
      if (journey?.kind === 'http') return withMore(answerTo(journey.good, journey.modeAt, now, reaction), golden)
      const signal = platform.signals.find(known => known.kind === 'polled' && sameRequest(known.request, request))
      // The same page may be a check's and a signal's: what it tells of trouble comes first.
      if (signal !== undefined && now === 'degraded') return { afterMs: 1, outcome: reply(200, bodyFor(signal.when)) }
      const check = platform.checks.find(known => known.kind === 'http' && sameRequest(known.request, request))
      if (check?.kind === 'http') return withMore(answerTo(check.good, undefined, now, reaction), golden)
      if (golden !== undefined) return { afterMs: HEALTHY_MS, outcome: golden }
      const theirs = sharing.answer(request)
      if (theirs !== undefined) return { afterMs: 1, outcome: theirs }
      const kept = store.answer(request, now !== 'down')
      if (kept !== undefined) return { afterMs: 2, outcome: kept }
      return { afterMs: 1, outcome: reply(200, {}) }
    },
  }
}

/** The same question may be a journey's and a golden case's: one answer has to be right for both. */
function withMore<A extends { readonly outcome: HttpOutcome }>(answer: A, more: HttpOutcome | undefined): A {
  const { outcome } = answer
  if (more?.kind !== 'reply' || outcome.kind !== 'reply') return answer
  const body = JSON.stringify({ ...JSON.parse(more.body), ...JSON.parse(outcome.body) })
  return { ...answer, outcome: { ...outcome, body } }
}

function answerTo(good: Good, modeAt: string | undefined, state: State, reaction: Reaction) {
  const right = bodyFor(good.json)
  if (state === 'healthy') return { afterMs: HEALTHY_MS, outcome: reply(good.status, right) }
  if (state === 'degraded') {
    const said = modeAt === undefined ? right : put(right, stepsOf(modeAt), reaction.mode)
    return { afterMs: HEALTHY_MS * 2, outcome: reply(good.status, said) }
  }
  return reaction.fallback
    ? { afterMs: good.withinMs * 1.5, outcome: reply(good.status, right) }
    : { afterMs: HEALTHY_MS, outcome: reply(503, {}) }
}

function sameRequest(a: HttpRequest, b: HttpRequest): boolean {
  return a.url === b.url && a.method === b.method && a.body === b.body
}
