import { formatDuration } from '../model/duration.ts'
import type { JsonRule } from '../model/http.ts'
import type { ReceivedSignal, Signal } from '../model/signal.ts'
import { ruleWords } from './question-in-words.ts'

/** How a signal is come by, and when it is on. */
export function signalInWords(signal: Signal): string {
  if (signal.kind === 'received') return `${signal.id}: ${receivedWords(signal)}`
  const { id, request, when, everyMs } = signal
  return `${id}: ${request.method} ${request.url} every ${formatDuration(everyMs)}; on while ${allOf(when)}`
}

function receivedWords({ at, each, headers, when, off }: ReceivedSignal): string {
  const of = each === undefined ? 'in which' : `with something in ${each} of which`
  const meant = headers.length === 0 ? '' : ` whose ${headers.map(headerWords).join(' and ')},`
  const over = off === undefined ? 'every such post is news of its own' : `off from one ${of} ${allOf(off)}`
  return `received at ${at}; on from a post${meant} ${of} ${allOf(when)}; ${over}`
}

function headerWords(rule: JsonRule): string {
  return `header ${ruleWords(rule)}`
}

function allOf(rules: readonly JsonRule[]): string {
  return rules.length === 0 ? 'there is anything at all' : rules.map(ruleWords).join(' and ')
}
