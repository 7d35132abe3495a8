import type { Client } from 'pg'
import { DrillError, messageOf } from '../../model/error.ts'
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
      throw new DrillError('STORE_UNREACHABLE', `Could not reach the database: ${messageOf(error)}.`, {
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
      const result = await connected.query({ text: sql, values: [...values], rowMode: 'array' })
      return result.rows as readonly (readonly (string | null)[])[]
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

/** A name as SQL takes it, whatever is in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
