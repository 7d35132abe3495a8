import type { Reason } from '../../model/measures.ts'
import type { Unjudged } from '../verdict/rule.ts'
import { intrudersRefused, keyRefused, nothingLeaked } from './leak-rules.ts'
import { loadsWereSent, quotaGranted, withinQuota } from './load-rules.ts'
import { neighboursServed } from './neighbour-rules.ts'

/** Whether the neighbours of a misbehaving tenant were left in peace, and whether everybody was told only what is theirs. */
export function neighboursInPeace({ isolation, t0, outcome, faults }: Unjudged): readonly Reason[] {
  if (isolation === null) return []
  return [
    ...nothingLeaked(isolation, outcome),
    ...intrudersRefused(isolation),
    ...(t0 === null
      ? []
      : [
          ...loadsWereSent(isolation),
          ...neighboursServed(isolation),
          ...isolation.loads.flatMap(withinQuota),
          // Beside other damage a platform may grant everybody less for a while.
          ...(faults.every(({ kind }) => kind === 'load.tenant') ? quotaGranted(isolation) : []),
        ]),
    ...(t0 === null ? [] : isolation.leakedKeys.map(key => keyRefused(key, isolation))),
  ]
}
