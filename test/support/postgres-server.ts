import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Database } from './pglite.ts'
import { requiredPart } from './required.ts'
import { rowsOf } from './rows-of.ts'
import { freePort } from './sockets.ts'

// Where packages put the programs of a PostgreSQL, and what lies beside them once pgvector is there too.
const KNOWN_PLACES = ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql@*/bin']
const OF_PGVECTOR = ['../share/postgresql/extension', '../share/extension', '../../../../share/postgresql/*/extension']

/** The folder with the programs of a PostgreSQL that has pgvector: what `BLACKSTART_POSTGRES_BIN` says, else a usual place. */
export function postgresBin(): string | undefined {
  const named = process.env.BLACKSTART_POSTGRES_BIN
  const places = named === undefined || named === '' ? KNOWN_PLACES.flatMap(place => globSync(place)) : [named]
  return places.find(bin => existsSync(join(bin, 'initdb')) && OF_PGVECTOR.some(place => hasPgvector(bin, place)))
}

function hasPgvector(bin: string, place: string): boolean {
  return globSync(join(bin, place, 'vector.control')).length > 0
}

/** Whether tests on a real PostgreSQL can run. */
export function postgresFound(): boolean {
  const reason = 'there is no PostgreSQL with pgvector at BLACKSTART_POSTGRES_BIN nor where it usually is'
  return requiredPart('postgres', postgresBin() !== undefined, reason)
}

/** A real PostgreSQL with pgvector: many backends, real locks, a data directory of its own. */
export interface PostgresServer extends AsyncDisposable {
  readonly address: string
  /** A new database in it, with the extension. */
  fresh(): Promise<Database>
}

export async function postgresServer(): Promise<PostgresServer> {
  const bin = postgresBin() ?? ''
  const home = mkdtempSync(join(tmpdir(), 'blackstart-postgres-'))
  // It refuses to run as root, and its folder must be its own.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  if (nobody.uid !== undefined) chownSync(home, nobody.uid, nobody.gid)
  const data = join(home, 'data')
  const program = (name: string): string => join(bin, name)
  const made = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  await promisify(execFile)(program('initdb'), made, { ...nobody, cwd: home })
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'fsync=off']
  const argv = ['-D', data, ...settings.flatMap(setting => ['-c', setting])]
  const server = spawn(program('postgres'), argv, { ...nobody, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] })
  const exited = once(server, 'exit')
  const ended = exited.then(() => Promise.reject(new Error(`PostgreSQL of ${dirname(bin)} ended: ${said}`)))
  let said = ''
  const isReady = new Promise<void>(resolve => {
    server.stderr.setEncoding('utf8').on('data', text => {
      said = `${said}${text}`.slice(-4000)
      if (said.includes('ready to accept connections')) resolve()
    })
  })
  await Promise.race([isReady, ended])
  ended.catch(() => {})

  const address = `127.0.0.1:${port}`
  const at = (database: string): string => `postgres://postgres@${address}/${database}`
  let databases = 0
  return {
    address,
    async fresh() {
      databases += 1
      const name = `fresh_${databases}`
      await rowsOf(at('postgres'), `create database ${name}`)
      await rowsOf(at(name), 'create extension vector')
      return databaseAt(at(name))
    },
    async [Symbol.asyncDispose]() {
      // The fast way: whoever is still connected is hung up on.
      server.kill('SIGINT')
      await exited
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function databaseAt(url: string): Database {
  return {
    url,
    exec: async sql => void (await rowsOf(url, sql)),
    rows: async <T>(sql: string) => (await rowsOf(url, sql)) as readonly T[],
    // It goes with its server.
    [Symbol.asyncDispose]: async () => {},
  }
}
