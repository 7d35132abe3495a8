import type { IsolationMeasure, LoadMeasure } from '../../model/isolation.ts'
import type { Reason } from '../../model/measures.ts'
import { failed, inconclusive, passed } from '../verdict/rule.ts'

/** Whether each load was sent as it was meant to be: what was held back proves nothing. */
export function loadsWereSent({ loads }: IsolationMeasure): readonly Reason[] {
  return loads.flatMap(load => [
    ...(load.bottleneck === null ? [] : [heldUp(load, load.bottleneck)]),
    ...sentAsMeant(load),
  ])
}

function heldUp({ tenant, starved }: LoadMeasure, bottleneck: string): Reason {
  return starved
    ? inconclusive(`The load of ${tenant} was held up by this machine: ${bottleneck}.`, MACHINE_ADVICE)
    : inconclusive(`The load of ${tenant} was held up by its sender: ${bottleneck}.`, SENDER_ADVICE)
}

/** What to do where the machine that sends is too small. */
export const MACHINE_ADVICE = 'Send less, or send from a machine with time to spare.'
const SENDER_ADVICE =
  'Send less, split the load into several faults, or let k6 send it ("engine: k6"), which uses all processors.'

function sentAsMeant({ tenant, end, sent, due, capped }: LoadMeasure): readonly Reason[] {
  return [
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
  ]
}

/** Whether a tenant was served no more than its quota. */
export function withinQuota({ tenant, overQuota, served, sent }: LoadMeasure): readonly Reason[] {
  if (overQuota === null) return []
  if (overQuota === 0) return [passed(`${tenant} was served ${served} of ${sent} requests, not one over its quota.`)]
  const text = `${tenant} was served ${overQuota} requests more than its quota allows.`
  return [failed(text, 'Find out where requests are counted, and who counts them twice or not at all.')]
}

/** Whether no tenant that kept to its quota was told that it asked too often. */
export function quotaGranted({ victims, loads }: IsolationMeasure): readonly Reason[] {
  if (loads.length === 0) return []
  return victims
    .filter(({ underQuota }) => (underQuota ?? 0) > 0)
    .map(({ journey, tenant, underQuota }) =>
      failed(
        `${tenant} was told ${underQuota === 1 ? 'once' : `${underQuota} times`} that it asks too often (journey ${journey}), though it asked for less than its quota grants.`,
        'Find out whether requests of others are counted as its own, and whether its quota holds while others ask for too much.',
      ),
    )
}
