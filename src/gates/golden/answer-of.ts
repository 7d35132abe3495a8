import type { GateMoment } from '../../model/gate-names.ts'
import type { GoldenCase } from '../../model/golden.ts'
import type { GoldenAnswer } from '../../model/golden-event.ts'
import type { Asked } from './ask-case.ts'
import { textsOf } from './normal.ts'
import type { Scored } from './score.ts'
import { supportOf } from './supported.ts'

/** Where and when a case was asked. */
export interface AskedWhen {
  readonly set: string
  readonly during: GateMoment
  readonly repeat: number
  readonly startedMs: number
}

/** What is noted of one question: everything numbers are made of, and enough of each text for people. */
export function answerOf(one: GoldenCase, asked: Asked, scored: Scored, when: AskedWhen): GoldenAnswer {
  const { state, scoreRatio, passed, said } = scored
  const isAnswer = 'answer' in asked
  const text = isAnswer ? asked.answer : asked.unanswered
  const support = isAnswer ? supportOf(asked.answer, asked.sources) : undefined
  return {
    ...when,
    case: one.id,
    tenant: one.tenant,
    tags: one.tags,
    weight: one.weight,
    state,
    scoreRatio,
    passed,
    said,
    tookMs: Math.round(asked.tookMs * 1000) / 1000,
    question: cut(one.turns.join('\n'), 1000),
    expected: cut(textsOf(one.expected).join('; '), 1000),
    answer: cut(text, 2000),
    answerCharacters: text.length,
    mode: isAnswer ? asked.mode : undefined,
    tokens: isAnswer ? asked.tokens : undefined,
    costUsd: isAnswer ? asked.costUsd : undefined,
    supported: support?.supported,
    unsupported: support?.unsupported === undefined ? undefined : cut(support.unsupported, 300),
  }
}

/** A question that got no answer is worth nothing, whatever the reason. */
export function unanswered(detail: string): Scored {
  return {
    state: 'unanswered',
    scoreRatio: 0,
    passed: false,
    said: [{ scorer: 'answered', scoreRatio: 0, passed: false, detail: cut(detail, 300) }],
  }
}

/** The beginning of a text that is too long to keep. Never half a character. */
function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')}…`
}
