import { formatDuration } from '../../model/duration.ts'
import type { Reason, SignalMeasure } from '../../model/measures.ts'
import { failed, inconclusive, passed, restingOn, type Said, type Unjudged } from './rule.ts'

/** Whether the signals that are expected came on, as far as anybody could hear them. */
export function expectedSignals({ signals, t0, outcome }: Unjudged): readonly Said[] {
  if (t0 === null || outcome !== 'completed') return []
  return signals
    .filter(signal => signal.expected)
    .map(signal => {
      const { name, firstOnMs, came } = signal
      if (firstOnMs === null) return restingOn(neverOn(signal), `mailbox ${name}`)
      const how = came === 'received' ? ', as it told us itself' : ''
      const after = formatDuration(Math.max(0, firstOnMs - t0))
      return restingOn(
        passed(`The signal ${name} came on ${after} after the fault${how}.`),
        `signal ${name} ${firstOnMs}`,
      )
    })
}

function neverOn({ name, mail, deafSinceMs }: SignalMeasure): Reason {
  if (deafSinceMs !== null) {
    return inconclusive(
      `The signal ${name} was expected, but what it is received with broke off, so nobody knows whether it came.`,
      'See why it broke off, and drill again.',
    )
  }
  if (mail === null) {
    const advice = 'Mend the signal or what should raise it: on the day nobody will be watching a drill.'
    return failed(`The signal ${name} was expected, but never came on.`, advice)
  }
  const { posts, refused } = mail
  if (posts === 0) {
    const turned = refused === 0 ? '' : ` (${refused} that were no JSON documents for it were turned away)`
    return failed(
      `The signal ${name} was expected, but nothing was ever posted${turned}.`,
      'Check that whoever should post it knows where to, and mend what should raise it.',
    )
  }
  return failed(
    `The signal ${name} was expected, but none of the ${posts} posts that came said so after the fault.`,
    'Mend what should raise it; or, if one of them did say so, what the platform file looks for in it.',
  )
}
