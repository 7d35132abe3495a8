import { DrillError } from '../../model/error.ts'
import type { HttpRequest } from '../../model/http.ts'
import type { Capture, Question, Step, ValueRule } from '../../model/question.ts'
import type { WrittenQuestion, WrittenStep } from '../schemas/question-schema.ts'
import { parseValueRule } from '../value-rule.ts'
import { ms, resolveGood, resolveRequest } from './resolve-asked.ts'

/** What is asked, with all that was left unsaid. Commands run in the platform's folder. */
export function resolveQuestion(written: WrittenQuestion, dir: string): Question {
  const withinMs = ms(written.good.within, 0)
  const { kind = 'http', good } = written
  switch (kind) {
    case 'http': {
      const request = resolveRequest(given(written.request))
      const right = resolveGood({ ...good, status: given(good.status) })
      return { kind, request, good: right, modeAt: written.mode }
    }
    case 'stream':
      return {
        kind,
        request: resolveRequest(given(written.request)),
        good: {
          ...{ status: given(good.status), withinMs, firstWithinMs: ms(good.firstWithin, withinMs) },
          ...{ ends: given(good.ends), textAt: good.text, contains: good.contains },
        },
        modeAt: written.mode,
      }
    case 'steps': {
      const steps = given(written.steps).map(step => resolveStep(step, withinMs))
      return { kind, steps, good: { withinMs }, modeAt: written.mode }
    }
    case 'prometheus':
      return { kind, request: queryRequest(written), good: { withinMs, value: value(good.value), rows: undefined } }
    case 'sql': {
      const right = { withinMs, value: value(good.value), rows: value(good.rows) }
      return { kind, connect: given(written.connect), query: given(written.query), good: right }
    }
    case 'tcp':
      return { kind, address: given(written.address), say: written.say ?? '', good: { withinMs, answer: good.answer } }
    case 'command':
      return { kind, run: given(written.run), cwd: dir, good: { withinMs, exit: good.exit ?? 0, output: good.output } }
    default:
      return kind satisfies never
  }
}

function resolveStep({ request, good, capture }: WrittenStep, withinMs: number): Step {
  return {
    request: resolveRequest(request),
    good: resolveGood({ ...good, within: good.within ?? `${withinMs}ms` }),
    captures: resolveCaptures(capture),
  }
}

/** What later requests need of an answer, as a list. */
export function resolveCaptures(written: Readonly<Record<string, string>> = {}): readonly Capture[] {
  return Object.entries(written).map(([name, at]) => ({ name, at }))
}

function queryRequest({ url, query, headers = {} }: WrittenQuestion): HttpRequest {
  const base = given(url).replace(/\/+$/, '')
  return {
    method: 'GET',
    url: `${base}/api/v1/query?query=${encodeURIComponent(given(query))}`,
    headers,
    body: undefined,
  }
}

function value(written: string | number | undefined): ValueRule | undefined {
  return written === undefined ? undefined : parseValueRule(written)
}

/** What the rules of the file have made sure of. */
function given<Value>(value: Value | undefined): Value {
  if (value === undefined)
    throw new DrillError('INTERNAL', 'A question without what its kind needs got past its rules.')
  return value
}
