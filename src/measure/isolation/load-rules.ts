import type { IsolationMeasure, LoadMeasure } from '../../model/isolation.ts'
import type { Reason } from '../../model/measures.ts'
import { failed, inconclusive, passed } from '../verdict/rule.ts'

/** Whether each load was sent as it was meant to be: what was held back proves nothing. */
export function loadsWereSent({ loads }: IsolationMeasure): readonly Reason[] {
  return loads.flatMap(({ tenant, bottleneck, end, sent, due, capped }) => [
    ...(bottleneck === null
      ? []
      : [
          inconclusive(
            `The load of ${tenant} was held up by this machine: ${bottleneck}.`,
            'Send less, or send from a machine with time to spare.',
          ),
        ]),
    ...(end === 'broken' || end === 'orphaned' || sent === 0
      ? [
          inconclusive(
            `The load of ${tenant} did not last: ${sent} of ${due} requests left.`,
            'See load.log, then drill again.',
          ),
        ]
      : []),
    ...(end === 'bytes' || end === 'tokens' || end === 'money'
      ? [inconclusive(`The load of ${tenant} ended early at its cap on ${end}.`, 'Raise the cap, or ask for less.')]
      : []),
    ...(capped > 0 && capped > due / 2
      ? [inconclusive(`Most of the load of ${tenant} was held back by its caps.`, 'Raise the caps, or ask for less.')]
      : []),
  ])
}

/** Whether a tenant was served no more than its quota. */
export function withinQuota({ tenant, overQuota, served, sent }: LoadMeasure): readonly Reason[] {
  if (overQuota === null) return []
  if (overQuota === 0) return [passed(`${tenant} was served ${served} of ${sent} requests, not one over its quota.`)]
  const text = `${tenant} was served ${overQuota} requests more than its quota allows.`
  return [failed(text, 'Find out where requests are counted, and who counts them twice or not at all.')]
}
