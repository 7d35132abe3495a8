import type { Client } from 'pg'
import { DrillError, messageOf } from '../../model/error.ts'
import { withoutStop } from '../../model/sentence.ts'
import { optionalPart } from '../optional-part.ts'

/** One connection to a PostgreSQL server, opened when it is first needed. */
export interface Session {
  /** Rows as texts, the way the server writes them: nothing is lost on the way through numbers and dates. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly (readonly (string | null)[])[]>
  end(): Promise<void>
}

// A store that is down must say so, not hold up whoever asks.
const CONNECT_LIMIT_MS = 5000

export function session(connect: string): Session {
  let client: Promise<Client> | undefined
  const open = async (): Promise<Client> => {
    const { default: pg } = await optionalPart('pg', () => import('pg'))
    const opened = new pg.Client({
      connectionString: connect,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      types: { getTypeParser: () => (text: string) => text },
    })
    // Without a listener a server that goes away would end us.
    opened.on('error', () => {
      client = undefined
    })
    try {
      await opened.connect()
    } catch (error) {
      throw new DrillError('STORE_UNREACHABLE', `Could not reach the database: ${withoutStop(messageOf(error))}.`, {
        hint: 'check "connect" in the platform file, and that the database is up. Nothing was changed',
        cause: error,
      })
    }
    return opened
  }
  return {
    async query(sql, values = []) {
      client ??= open()
      const connected = await client.catch(error => {
        client = undefined
        throw error
      })
      try {
        const text = sql.replace(/\$(\d+)/g, (_, number) => literal(values[Number(number) - 1]))
        const result = await connected.query({ text, rowMode: 'array' })
        return result.rows as readonly (readonly (string | null)[])[]
      } catch (error) {
        throw shortened(error)
      }
    },
    async end() {
      const opened = client
      client = undefined
      await opened?.then(
        connected => connected.end(),
        () => {},
      )
    },
  }
}

/**
 * A value as SQL takes it. Written into the statement, which then is one message: an embedded PostgreSQL has one backend for
 * all its connections, and what another one says between a statement and its values takes their place.
 */
function literal(value: unknown): string {
  if (Array.isArray(value))
    return literal(`{${value.map(each => `"${String(each).replace(/(["\\])/g, '\\$1')}"`).join(',')}}`)
  const text = String(value)
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

/** A server repeats what it could not take, all of it. */
function shortened(error: unknown): unknown {
  if (error instanceof Error && error.message.length > LONGEST_MESSAGE)
    error.message = `${error.message.slice(0, LONGEST_MESSAGE)}…`
  return error
}

const LONGEST_MESSAGE = 300

/** A name as SQL takes it, whatever is in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
