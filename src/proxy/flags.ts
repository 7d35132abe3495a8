/** What the command line asks for. */
export interface Flags {
  readonly host: string
  readonly port: number
  readonly config: string | undefined
  readonly seed: number | undefined
  readonly proxyMetrics: boolean
  readonly runtimeMetrics: boolean
  readonly version: boolean
  readonly lifeline: boolean
  readonly help: boolean
}

/** Reads flags as Go programs take them: one or two dashes, `-flag value` or `-flag=value`. A string is what is wrong. */
export function parseFlags(argv: readonly string[]): Flags | string {
  const values = new Map<string, string>()
  for (let index = 0; index < argv.length; index++) {
    const [, name, inline] = /^--?([a-z][a-z-]*)(?:=(.*))?$/s.exec(argv[index] ?? '') ?? []
    if (name === undefined) return `unexpected argument: ${argv[index]}`
    if (SWITCHES.includes(name)) values.set(name, inline ?? 'true')
    else if (SETTINGS.includes(name)) {
      const value = inline ?? argv[++index]
      if (value === undefined) return `flag needs an argument: -${name}`
      values.set(name, value)
    } else return `flag provided but not defined: -${name}`
  }
  const port = whole(values.get('port') ?? '8474')
  if (port === undefined || port < 0 || port > 65_535) return `invalid value "${values.get('port')}" for flag -port`
  const seed = values.has('seed') ? whole(values.get('seed') ?? '') : undefined
  if (values.has('seed') && seed === undefined) return `invalid value "${values.get('seed')}" for flag -seed`
  for (const name of SWITCHES) {
    if (!['true', 'false', undefined].includes(values.get(name)))
      return `invalid value "${values.get(name)}" for flag -${name}`
  }
  const on = (name: string) => values.get(name) === 'true'
  return {
    host: values.get('host') ?? 'localhost',
    port,
    config: values.get('config') || undefined,
    seed,
    proxyMetrics: on('proxy-metrics'),
    runtimeMetrics: on('runtime-metrics'),
    version: on('version'),
    lifeline: on('lifeline'),
    help: on('help') || on('h'),
  }
}

const SETTINGS = ['host', 'port', 'config', 'seed']
const SWITCHES = ['proxy-metrics', 'runtime-metrics', 'version', 'lifeline', 'help', 'h']

function whole(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined
}

/** What `-help` prints. */
export const USAGE = `Usage of toxiproxy-server:
  -host string          host for the API to listen on (default "localhost")
  -port string          port for the API to listen on (default "8474"; 0 takes any free one)
  -config string        JSON file with proxies, and their toxics, to create on startup
  -seed int             repeats which connections toxics hit, and how
  -proxy-metrics        bytes through each proxy on /metrics
  -runtime-metrics      metrics of this process on /metrics
  -version              print the version and exit
  -lifeline             end when standard input ends; first print {"listening":URL}
Environment: LOG_LEVEL = panic, fatal, error, warn, info, debug or trace
`
