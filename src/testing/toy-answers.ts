import type { HttpOutcome, JsonRule } from '../model/http.ts'
import { stepsOf } from '../probes/json-path.ts'

/** A whole answer in JSON. */
export function reply(status: number, body: unknown): HttpOutcome {
  return { kind: 'reply', status, headers: {}, body: JSON.stringify(body) }
}

/** A JSON value that keeps every rule. */
export function bodyFor(rules: readonly JsonRule[]): unknown {
  return rules.reduce<unknown>((body, rule) => {
    if (rule.kind === 'exists' && !rule.exists) return body
    return put(
      body,
      stepsOf(rule.path),
      rule.kind === 'equals' ? rule.value : rule.kind === 'contains' ? rule.text : true,
    )
  }, {})
}

/** A JSON value with one more value inside it. */
export function put(body: unknown, steps: readonly string[], value: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return value
  const inside = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  return { ...inside, [step]: put(inside[step], rest, value) }
}
