import { readFile } from 'node:fs/promises'
import { DrillError, messageOf } from '../model/error.ts'
import { type Flags, parseFlags, USAGE } from './flags.ts'
import { jsonLog, LOG_LEVELS, type Log, type LogLevel } from './log.ts'
import { type ProxyServer, startProxyServer } from './server.ts'
import { CONTRACT_VERSION } from './version.ts'

/** Runs the server as a program until it is told to stop; resolves with the exit code. */
export async function proxyMain(argv: readonly string[]): Promise<number> {
  const flags = parseFlags(argv)
  if (typeof flags === 'string') return complain(`${flags}\n${USAGE}`)
  if (flags.help) return say(USAGE)
  if (flags.version) return say(`toxiproxy-server version ${CONTRACT_VERSION}\n`)
  // Whoever reads our output may stop reading; that is no reason to fall over.
  process.stdout.on('error', () => {})
  const log = jsonLog(logLevel(flags), line => process.stdout.write(line))
  const stop = stopping(flags.lifeline)
  try {
    await using server = await started(flags, log)
    if (flags.lifeline) say(`${JSON.stringify({ listening: server.url })}\n`)
    log('info', `listening on ${server.url}, seed ${server.seed}`)
    log('info', `ending: ${await stop.reason}`)
    return 0
  } catch (error) {
    if (!(error instanceof DrillError)) throw error
    return complain(`${error.code}  ${error.message}\n${error.hint === undefined ? '' : `hint: ${error.hint}\n`}`)
  } finally {
    stop.ignore()
  }
}

async function started(flags: Flags, log: Log): Promise<ProxyServer> {
  const { host, port, seed, proxyMetrics, runtimeMetrics } = flags
  const config = flags.config === undefined ? undefined : await readConfig(flags.config, log)
  return startProxyServer({
    host,
    port,
    proxyMetrics,
    runtimeMetrics,
    log,
    ...(seed === undefined ? {} : { seed }),
    ...(config === undefined ? {} : { config }),
  })
}

// Like the original: a config that cannot be read is told, and the server comes up without it.
async function readConfig(path: string, log: Log): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    log('error', `could not read the config file: ${messageOf(error)}`)
    return undefined
  }
}

// What ends the program: a signal or, for a child, the end of standard input. Its parent holds the other end and may die in
// any way it likes: the system closes it then.
function stopping(lifeline: boolean): { readonly reason: Promise<string>; ignore(): void } {
  const { promise: reason, resolve } = Promise.withResolvers<string>()
  const interrupted = () => resolve('interrupted')
  const terminated = () => resolve('terminated')
  const orphaned = () => resolve('the parent is gone')
  process.on('SIGINT', interrupted).on('SIGTERM', terminated)
  if (lifeline) process.stdin.on('end', orphaned).on('error', orphaned).resume()
  return {
    reason,
    ignore() {
      process.off('SIGINT', interrupted).off('SIGTERM', terminated)
      if (lifeline) process.stdin.off('end', orphaned).off('error', orphaned).pause()
    },
  }
}

// A child's output is a pipe that its parent may not be reading: say little.
function logLevel({ lifeline }: Flags): LogLevel {
  const wanted = process.env.LOG_LEVEL?.toLowerCase()
  return LOG_LEVELS.find(level => level === wanted) ?? (lifeline ? 'warn' : 'info')
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

function complain(text: string): number {
  process.stderr.write(text)
  return 2
}
