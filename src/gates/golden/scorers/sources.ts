import { supportOf } from '../supported.ts'
import { graded, NOT_APPLICABLE, rightOrWrong, type Score, undecided } from './verdict.ts'

/** How well the first so many returned sources match the expected ones. */
export const retrieval: Score<'retrieval'> = ({ metric, first }, { sources: wanted }, { sources }) => {
  if (wanted.length === 0) return NOT_APPLICABLE
  if (sources === undefined) return undecided('the answer names no sources')
  // A source that is returned twice is found once.
  const returned = [...new Set(sources.map(({ id }) => id))].slice(0, first)
  const missing = wanted.filter(id => !returned.includes(id))
  const detail = missing.length === 0 ? undefined : `not among the first ${first}: ${missing.slice(0, 5).join(', ')}`
  switch (metric) {
    case 'recall':
      return graded(1 - missing.length / wanted.length, detail)
    case 'mrr': {
      const place = returned.findIndex(id => wanted.includes(id))
      return graded(place < 0 ? 0 : 1 / (place + 1), detail)
    }
    case 'ndcg':
      return graded(gainOf(returned, wanted) / gainOf(wanted.slice(0, first), wanted), detail)
    default:
      return metric satisfies never
  }
}

/** Each right source counts for less the lower it stands. */
function gainOf(ranked: readonly string[], wanted: readonly string[]): number {
  return ranked.reduce((sum, id, place) => sum + (wanted.includes(id) ? 1 / Math.log2(place + 2) : 0), 0)
}

/** Every `[mark]` in the answer is the name, or the number, of a source that was returned. */
export const citation: Score<'citation'> = (_scorer, _case, { answer, sources }) => {
  if (sources === undefined) return undecided('the answer names no sources')
  const cited = [...new Set([...answer.matchAll(/\[([^\][\n]{1,80})\]/g)].map(([, mark]) => mark ?? ''))]
  if (cited.length === 0) return rightOrWrong(false, 'cites nothing')
  const known = new Set(sources.flatMap(({ id }, index) => [id, String(index + 1)]))
  const made = cited.filter(mark => !known.has(mark))
  return graded(
    1 - made.length / cited.length,
    made.length === 0 ? undefined : `cites what was not returned: ${made.slice(0, 5).join(', ')}`,
  )
}

/** The returned sources bear the answer out. */
export const supported: Score<'supported'> = (_scorer, _case, { answer, sources }) => {
  const support = supportOf(answer, sources)
  if (support === undefined) return undecided('no source came with a text')
  return rightOrWrong(support.supported, `no source says: ${support.unsupported?.slice(0, 160)}`)
}
