import type { GoldenSet, LoadedGolden } from '../model/golden.ts'
import type { HttpOutcome, HttpRequest } from '../model/http.ts'
import type { Platform } from '../model/platform.ts'
import { stepsOf } from '../probes/json-path.ts'
import { put, reply } from './toy-answers.ts'

/** Answers golden questions: rightly, or wrongly for a share of the cases, always the same ones. */
export function toyGolden(platform: Platform, loaded: readonly LoadedGolden[]) {
  return (request: HttpRequest, wrongRatio: number): HttpOutcome | undefined => {
    for (const set of platform.golden) {
      const { url, method } = set.ask.request
      if (url !== request.url || method !== request.method) continue
      const cases = loaded.find(each => each.set === set.id)?.cases ?? []
      const place = cases.findIndex(({ turns }) => request.body?.includes(JSON.stringify(turns.at(-1)).slice(1, -1)))
      const one = cases[place]
      if (one === undefined) continue
      const isWrong = place < cases.length * wrongRatio
      return reply(set.ask.status, bodyOf(set, isWrong ? 'something else entirely' : one.expected, one.sources))
    }
    return undefined
  }
}

function bodyOf({ ask }: GoldenSet, answer: unknown, sources: readonly string[]): unknown {
  const said = put({}, stepsOf(ask.at.answer), answer)
  return ask.at.sources === undefined
    ? said
    : put(
        said,
        stepsOf(ask.at.sources),
        sources.map(id => ({ id })),
      )
}
