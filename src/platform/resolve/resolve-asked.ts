import { parseDuration } from '../../model/duration.ts'
import type { Good, HttpRequest, JsonRule } from '../../model/http.ts'
import { isMapping } from '../../yaml/tree.ts'
import type { WrittenGood } from '../schemas/question-schema.ts'
import type { WrittenRequest, WrittenRule, WrittenRules } from '../schemas/request-schema.ts'

/** A written duration in milliseconds, or what holds where none was written. */
export function ms<Unless extends number | undefined>(written: string | undefined, unless: Unless): number | Unless {
  return (written === undefined ? undefined : parseDuration(written)) ?? unless
}

/** When every answer takes as long as it may, so many wait at once; the rest is slack for a timer that fires late. */
export function enoughInFlight(timeoutMs: number, everyMs: number): number {
  return Math.min(1000, Math.ceil(timeoutMs / everyMs) + 5)
}

/** A request with all that was left unsaid. */
export function resolveRequest(written: WrittenRequest): HttpRequest {
  const sendsJson = Object.hasOwn(written, 'json')
  const headers = written.headers ?? {}
  const saysType = Object.keys(headers).some(name => name.toLowerCase() === 'content-type')
  return {
    method: written.method ?? (sendsJson || written.body !== undefined ? 'POST' : 'GET'),
    url: written.url,
    headers: sendsJson && !saysType ? { 'content-type': 'application/json', ...headers } : headers,
    body: sendsJson ? JSON.stringify(written.json) : written.body,
  }
}

/** What makes an answer right, with all that was left unsaid. */
export function resolveGood(written: WrittenGood): Good {
  return {
    status: written.status,
    withinMs: ms(written.within, 0),
    json: resolveRules(written.json ?? {}),
    ...(written.headers === undefined ? {} : { headers: resolveHeaders(written.headers) }),
    ...(written.schema === undefined ? {} : { schema: written.schema }),
  }
}

/** Rules of headers as a list; their names mean the same in small letters. */
export function resolveHeaders(written: WrittenRules): readonly JsonRule[] {
  return resolveRules(Object.fromEntries(Object.entries(written).map(([name, rule]) => [name.toLowerCase(), rule])))
}

/** Rules as a list. */
export function resolveRules(written: WrittenRules): readonly JsonRule[] {
  return Object.entries(written).map(([path, rule]) => resolveRule(path, rule))
}

function resolveRule(path: string, rule: WrittenRule): JsonRule {
  if (!isMapping(rule)) return { kind: 'equals', path, value: rule }
  if (rule.contains !== undefined) return { kind: 'contains', path, text: rule.contains }
  if (rule.exists !== undefined) return { kind: 'exists', path, exists: rule.exists }
  return { kind: 'equals', path, value: rule.equals }
}
