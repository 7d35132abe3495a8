import { formatDuration } from '../../model/duration.ts'
import type { DrillMeasures } from '../../model/measures.ts'
import type { ChroniclePicture } from '../chronicle/picture.ts'
import type { Term } from './words.ts'

/** How each number of this report was computed, exactly. */
export function definitions(
  { rto, rpo, journeys, isolation }: DrillMeasures,
  { started }: ChroniclePicture,
): readonly Term[] {
  const stable = new Set(started?.platform.journeys.map(journey => journey.stable))
  const run = stable.size === 1 ? `${[...stable][0]}` : 'as many as the journey asks for'
  const until = rto.until === 'verified' ? 'verified' : 'restored, because the scenario says so'
  const every = journeys.map(journey => `${journey.name} every ${formatDuration(journey.everyMs)}`).join(', ')
  return [
    {
      term: 'Sample',
      text: `Each journey is asked on a fixed schedule that never waits for an answer${every === '' ? '' : ` (${every})`}. A sample’s time is when it was due. It is good if the answer is right and within its latency bound; otherwise it is bad, with exactly one reason. A stream that ends without its last marker is cut short, even with status 200.`,
    },
    {
      term: 'Outage',
      text: `From the first bad sample to the first good one of so many good ones in a row: here ${run}. It begins when that bad sample was due and ends when that good one was answered. One lucky retry does not end it.`,
    },
    {
      term: 't0',
      text: 'The instant before the first fault’s act. The time until the act was acknowledged is part of the precision. A fault not proven to bite makes the drill inconclusive; it does not move t0.',
    },
    {
      term: 'Restored',
      text: 'From t0 to the end of the last outage that began before the drill gave up. What comes back after that comes back because the drill healed it. Never down: no sample was bad after t0. Still down: the outage had not ended, so the time is a lower bound.',
    },
    {
      term: 'Verified',
      text: 'From t0 until the newest answer of every gate, asked after the end of the last outage, was a pass. Without gates, restored is verified.',
    },
    {
      term: 'RTO achieved',
      text: `Here: ${until}. Because an outage ends with an answer, the achieved time is never below the truth: the truth lies between the achieved time minus its precision and the achieved time. It is 0 where nothing was ever away: no journey was bad, and no gate that was asked from t0 on failed to pass.`,
    },
    {
      term: 'Target met',
      text: 'Yes, if the achieved time is within the target; no, if even the achieved time minus its precision is beyond it, or if it was still down when the drill gave up. In between it cannot be judged: inconclusive.',
    },
    {
      term: 'Precision',
      text: 'The time from the last bad sample that was really asked to the first good answer, but at least one sampling interval; plus the time until the first fault was acknowledged. For “never down”: one interval, that time, and how late we were to ask at most; a shorter outage could have gone unseen.',
    },
    {
      term: 'Downtime',
      text: 'All outages of all journeys together; where they overlap they count once.',
    },
    {
      term: 'In a degraded mode',
      text: 'Each answer that admits to a degraded mode stands for one sampling interval; where journeys overlap they count once.',
    },
    {
      term: 'Latency',
      text: 'From when a sample was due to the last byte of its answer. Percentiles in the tables count good answers. The picture counts whole answers, right or wrong, and reads its percentiles from a histogram, good to about 5 %.',
    },
    ...(isolation === null ? [] : ISOLATION),
    ...(rpo.ledgers.length === 0
      ? []
      : [
          {
            term: 'Ledger',
            text: `Small writes through the platform on a fixed schedule (${rpo.ledgers.map(({ name, everyMs }) => `${name} every ${formatDuration(everyMs)}`).join(', ')}), each sent once, with a number, a time and a checksum, and remembered once it was acknowledged. After the recovery, and again after everything was put back, every entry is read back: what is missing or wrong is looked for again until it had time to settle and two readings agree. Kept, lost, corrupt, there more than once, or deleted and back; what was never acknowledged may be there or not and never counts as loss.`,
          },
          {
            term: 'RPO achieved',
            text: 'From the acknowledgement of the oldest write that is gone (or of the oldest deletion that came undone) to t0; 0 if none is. The truth lies between that and one interval of writing more. Writes acknowledged after t0 and lost are counted apart and fail an RPO of any size: that is no backup’s age. A ledger that cannot be read back is inconclusive.',
          },
        ]),
    {
      term: 'Verdict',
      text: 'Passed, inconclusive or failed; the worst of all single judgements wins. No samples, no proven effect, a platform sick before the drill, a gate that could not run: inconclusive, never passed.',
    },
  ]
}

const ISOLATION: readonly Term[] = [
  {
    term: 'Neighbours',
    text: 'Journeys with the key of a tenant that did nothing wrong. Their samples count as before, during or after the load by when they were due. Ratios of p50, p95 and p99 compare during with before, over answers and timeouts; a quick refusal is an error, never a quick answer. The range of the p99 ratio holds the truth nine times of ten with so many samples; a target inside it is inconclusive.',
  },
  {
    term: 'Isolated, recovered',
    text: 'A second disturbs a neighbour if a fifth of its samples, and at least two, were bad or slower than half as much again as its p99 before (and by at least 25 ms). Isolated: from the start of the load to the end of the last such second in it; recovered: the same from its end.',
  },
  {
    term: 'Fairness',
    text: 'Jain’s index over the neighbours’ throughput under load as a share of that before: 1 if all fared alike, 1/n if one of n had everything.',
  },
  {
    term: 'Load',
    text: 'Requests leave on a schedule worked out ahead; nothing the platform does shifts it. An answer takes from when its request was due. Where our own sender could not keep up, the drill says so and is inconclusive. Quota: the worst stretch of seconds is held against its burst and rate.',
  },
  {
    term: 'Leaks',
    text: 'Each tenant hides a text of its own in each place. Every answer to anybody else, from the baseline to the end, is searched for it. One find fails the drill.',
  },
]
