import type { JsonRule } from '../model/http.ts'
import type { ReceivedSignal } from '../model/signal.ts'
import type { Post } from '../model/world/mailboxes.ts'
import { holds, holdsOf } from './answer.ts'
import { valueAt } from './json-path.ts'

/** What a post says about a signal: that it is on, that it is off, or nothing. */
export function saidBy(
  { each, headers, when, off }: ReceivedSignal,
  { headers: sent, body }: Post,
): boolean | undefined {
  if (!headers.every(rule => holdsOf(rule, sent[rule.path]))) return undefined
  const things = each === undefined ? [body] : listed(valueAt(body, each))
  const oneOfThem = (rules: readonly JsonRule[]) => things.some(thing => rules.every(rule => holds(rule, thing)))
  // An alert that is over for one instance and goes on for another goes on.
  if (oneOfThem(when)) return true
  return off !== undefined && oneOfThem(off) ? false : undefined
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
