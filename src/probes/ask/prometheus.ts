import type { Question } from '../../model/question.ts'
import { parsed } from '../answer.ts'
import { valueAt } from '../json-path.ts'
import { type Asked, type Asking, excerpt, type Patience, right, wrong } from './answer.ts'
import { fits, ruleWords } from './value.ts'

type Prometheus = Extract<Question, { kind: 'prometheus' }>

/** Asks a Prometheus for the present value of a query; every series it answers with must be right, and there must be one. */
export async function askPrometheus(world: Asking, { request, good }: Prometheus, patience: Patience): Promise<Asked> {
  const outcome = await world.http.send(request, patience)
  if (outcome.kind === 'failed') return wrong(outcome.reason, outcome.detail)
  if (outcome.status !== 200) return wrong('status', `${outcome.status} instead of 200: ${excerpt(outcome.body)}`)
  const values = valuesIn(parsed(outcome.body))
  if (values === undefined) return wrong('wrong', `no answer of a Prometheus: ${excerpt(outcome.body)}`)
  if (values.length === 0) return wrong('wrong', 'the query has no value just now')
  const { value: rule } = good
  const broken = rule === undefined ? undefined : values.find(value => !fits(rule, value))
  if (rule === undefined || broken === undefined) return right()
  return wrong('wrong', `the value is ${excerpt(broken)} instead of ${ruleWords(rule)}`)
}

/** The newest value of each series, or of the one number that there is. */
function valuesIn(body: unknown): readonly string[] | undefined {
  const result = valueAt(body, '$.data.result')
  if (valueAt(body, '$.status') !== 'success' || !Array.isArray(result)) return undefined
  const kind = valueAt(body, '$.data.resultType')
  if (kind === 'scalar' || kind === 'string') return [String(result[1])]
  return result.map(series => String(valueAt(series, '$.value[1]')))
}
