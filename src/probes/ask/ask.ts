import type { Question } from '../../model/question.ts'
import { worthOf } from '../answer.ts'
import type { Asked, Asking, Patience } from './answer.ts'
import { askCommand } from './command.ts'
import { askPrometheus } from './prometheus.ts'
import { askSql } from './sql.ts'
import { askSteps } from './steps.ts'
import { askStream } from './stream.ts'
import { askTcp } from './tcp.ts'

/** Asks one question of any kind once, and says what the answer is worth. Whether it came in time is for who knows since when it was due. */
export async function ask(world: Asking, question: Question, patience: Patience): Promise<Asked> {
  switch (question.kind) {
    case 'http': {
      const outcome = await world.http.send(question.request, patience)
      return worthOf(outcome, question.good, 0, question.modeAt)
    }
    case 'stream':
      return askStream(world, question, patience)
    case 'steps':
      return askSteps(world, question, patience)
    case 'prometheus':
      return askPrometheus(world, question, patience)
    case 'sql':
      return askSql(world, question, patience)
    case 'tcp':
      return askTcp(world, question, patience)
    case 'command':
      return askCommand(world, question, patience)
    default:
      return question satisfies never
  }
}

/** The same answer, bad if it came too late. A wrong answer in time is no better for having been quick. */
export function inTime(asked: Asked, tookMs: number, good: Question['good']): Asked {
  if (asked.bad !== undefined) return asked
  if ('firstWithinMs' in good && asked.firstMs !== undefined && asked.firstMs > good.firstWithinMs) {
    return tooLate(asked, `first piece after ${Math.ceil(asked.firstMs)} ms instead of ${good.firstWithinMs} ms`)
  }
  return tookMs <= good.withinMs ? asked : tooLate(asked, `${Math.ceil(tookMs)} ms instead of ${good.withinMs} ms`)
}

/** The same answer with its first piece counted from when it was due, as a user waits for it. */
export function sinceDue(asked: Asked, askedLateMs: number): Asked {
  return asked.firstMs === undefined
    ? asked
    : { ...asked, firstMs: Math.round((asked.firstMs + askedLateMs) * 1000) / 1000 }
}

function tooLate(asked: Asked, detail: string): Asked {
  return { ...asked, bad: 'slow', detail }
}
