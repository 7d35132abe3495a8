import { DrillError } from '../model/error.ts'
import { withoutStop } from '../model/sentence.ts'
import type { Http } from '../model/world.ts'
import type { LoadControl, LoadReport } from './order.ts'

// k6 prepares every one of its users before the first request leaves.
const START_LIMIT_MS = 30_000

/** Talks to a load engine at its control address. */
export function loadControl(http: Http, url: string, token: string): LoadControl {
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    timeoutMs = 5000,
  ): Promise<LoadReport | undefined> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const text = body === undefined ? undefined : JSON.stringify(body)
    const outcome = await http.send({ method, url: `${url}${path}`, headers, body: text }, { timeoutMs })
    if (outcome.kind === 'failed') throw unreachable(url, outcome.detail)
    if (outcome.status === 404) return undefined
    if (outcome.status !== 200) throw unreachable(url, `it answered ${outcome.status} ${outcome.body}`)
    return JSON.parse(outcome.body) as LoadReport
  }
  const placeOf = (load: string): string => `/loads/${encodeURIComponent(load)}`
  return {
    async start(load, order) {
      const report = await ask('PUT', placeOf(load), order, START_LIMIT_MS)
      if (report === undefined) throw unreachable(url, 'it knows of no loads')
      return report
    },
    report: (load, from) => ask('GET', `${placeOf(load)}?second=${from.second}&answer=${from.answer}`),
    async stop(load) {
      await ask('DELETE', placeOf(load))
    },
  }
}

function unreachable(url: string, why: string): DrillError {
  return new DrillError('NOT_AVAILABLE', `The load engine at ${url} could not be asked: ${withoutStop(why)}.`, {
    hint: 'it ends by itself when the drill that started it does, and at its own time limit',
  })
}
