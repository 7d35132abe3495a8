/** What can keep a platform from being drilled: a journey or a gate that is not good, a mode it is in already, a route that nobody uses. */
export const UNREADY = ['journey', 'gate', 'mode', 'unused-route'] as const
export type Unready = (typeof UNREADY)[number]

/** One thing that keeps a platform from being drilled just now. */
export interface BaselineReason {
  readonly kind: Unready
  readonly text: string
}

/** What the journal holds of one: journals from before there were kinds hold the bare text. */
export type WrittenReason = BaselineReason | string

/** What kinds of reasons there are among them, where the journal says. */
export function unreadyIn(reasons: readonly WrittenReason[]): readonly Unready[] {
  return [...new Set(reasons.flatMap(reason => (typeof reason === 'string' ? [] : [reason.kind])))]
}

/** The reasons in words, as one sentence. */
export function reasonsInWords(reasons: readonly WrittenReason[]): string {
  return reasons.map(reason => (typeof reason === 'string' ? reason : reason.text)).join('; ')
}
