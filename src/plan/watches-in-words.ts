import { formatDuration } from '../model/duration.ts'
import type { Journey } from '../model/journey.ts'
import type { Ledger } from '../model/ledger.ts'
import { listed } from '../model/listed.ts'
import type { Platform } from '../model/platform.ts'
import type { CanaryDeed, CanaryPlace, Intruder, Outlet } from '../model/sharing.ts'
import { questionInWords } from './question-in-words.ts'
import { signalInWords } from './signal-in-words.ts'

/** Everything that is asked of a platform all through a drill, a line each: who reads it must know what traffic to expect. */
export function watchesInWords({
  journeys,
  ledgers,
  signals,
  canaries,
  outlets,
  intruders,
}: Platform): readonly string[] {
  return [
    ...journeys.map(journeyWords),
    ...ledgers.map(ledgerWords),
    ...signals.map(signalInWords),
    ...canaries.map(canaryWords),
    ...outlets.map(outletWords),
    ...intruders.map(intruderWords),
  ]
}

function journeyWords(journey: Journey): string {
  const { asks, right } = questionInWords(journey)
  const [first, ...others] = right
  const within = `within ${formatDuration(journey.good.withinMs)}`
  const good = [...(first === undefined ? [] : [first]), within, ...others].join(', ')
  return `${journey.id}: ${asks} every ${formatDuration(journey.everyMs)}; good is ${good}`
}

function ledgerWords({ id, write, read, remove, everyMs }: Ledger): string {
  const { method, url } = write.request
  const removed = remove === undefined ? '' : `, one in ${remove.everyNth} deleted again`
  return `${id}: writes ${method} ${url} every ${formatDuration(everyMs)}${removed}; read back once recovered by ${read.request.method} ${read.request.url}`
}

function canaryWords({ id, asks, everyMs }: CanaryPlace): string {
  const [first] = Object.values(asks)
  if (first === undefined) return `canary ${id}: there are no tenants who could hide anything`
  const { plant, warm, look, read, remove } = first
  const then = warm.map(({ method, url }) => `, then ${method} ${url}`).join('')
  const seen = [...(look === undefined ? [] : [look]), ...(read === undefined ? [] : [read])]
  const looked = seen.map(({ method, url }) => `${method} ${url}`)
  const search =
    looked.length === 0 ? '' : `; every other tenant looks for it by ${listed(looked)} every ${formatDuration(everyMs)}`
  const removed =
    remove === undefined
      ? 'left behind by design: nothing removes it, it expires with the place'
      : `taken away again by ${deedWords(remove)}, even if the drill dies`
  return `canary ${id}: each tenant hides a text of its own by ${deedWords(plant)}${then}${search}; ${removed}`
}

function deedWords(deed: CanaryDeed): string {
  return deed.kind === 'command' ? `running ${deed.command}` : `${deed.request.method} ${deed.request.url}`
}

function outletWords({ id, tenant, source, everyMs }: Outlet): string {
  const what = source.kind === 'file' ? source.file : `what ${source.command} prints`
  const whose = tenant === undefined ? 'anybody' : `anybody but ${tenant}`
  return `outlet ${id}: ${what}, searched for what belongs to ${whose} every ${formatDuration(everyMs)}`
}

function intruderWords({ id, request, keys, everyMs }: Intruder): string {
  const { method, url } = request
  return `intruder ${id}: ${method} ${url} every ${formatDuration(everyMs)} with a key that must be refused: ${listed(Object.keys(keys))}`
}
