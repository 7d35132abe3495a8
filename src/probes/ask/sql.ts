import { messageOf } from '../../model/error.ts'
import type { Question } from '../../model/question.ts'
import type { BadReason } from '../../model/sample.ts'
import { session } from '../../stores/postgres/session.ts'
import { type Asked, type Asking, excerpt, type Patience, right, wrong } from './answer.ts'
import { fits, ruleWords } from './value.ts'

type Sql = Extract<Question, { kind: 'sql' }>

/** Asks a database, over a connection of its own as a user who has just come in. */
export async function askSql(world: Asking, { connect, query, good }: Sql, patience: Patience): Promise<Asked> {
  const own = session(connect)
  const over = new AbortController()
  try {
    const late = world.clock.sleep(patience.timeoutMs, over.signal).then(() => undefined)
    late.catch(() => {})
    const rows = await Promise.race([own.query(query), late])
    if (rows === undefined) return wrong('timeout', `no answer within ${Math.round(patience.timeoutMs)} ms`)
    patience.told?.(rows.map(row => row.join('\t')).join('\n'))
    return worthOfRows(rows, good)
  } catch (error) {
    patience.told?.(messageOf(error))
    return wrong(reasonOf(error), excerpt(messageOf(error)))
  } finally {
    over.abort()
    // Nobody waits for the farewell of a database that may not be there.
    own.end().catch(() => {})
  }
}

function worthOfRows(rows: readonly (readonly (string | null)[])[], { value, rows: number }: Sql['good']): Asked {
  if (number !== undefined && !fits(number, String(rows.length))) {
    return wrong('wrong', `${rows.length} rows instead of ${ruleWords(number)}`)
  }
  if (value === undefined) return right()
  const first = rows[0]?.[0]
  if (first === undefined || first === null) return wrong('wrong', 'there is no value')
  return fits(value, first) ? right() : wrong('wrong', `the value is ${excerpt(first)} instead of ${ruleWords(value)}`)
}

/** What the system says of a connection; whatever else went wrong the database has said itself. */
function reasonOf(error: unknown): BadReason {
  const code = codeOf(error)
  if (code === 'ECONNREFUSED') return 'refused'
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'reset'
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? 'status' : 'unreachable'
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  if (!(error instanceof Error)) return undefined
  if (error.cause !== undefined) return codeOf(error.cause)
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
