import { stepsOf } from '../../probes/json-path.ts'
import type { LoadOrder, OrderedPart } from '../order.ts'
import type { K6Schedule } from './schedule.ts'

/** What k6 is told, and what it finds in its environment: a script that can be shown to anybody, and the secrets it needs. */
export interface K6Script {
  readonly text: string
  readonly env: Readonly<Record<string, string>>
}

/** The names of what the script tells, one line each: the number of a request, or an amount. */
export const METRICS = {
  start: 'blackstart_start',
  waited: 'blackstart_waited',
  late: 'blackstart_late',
  answered: 'blackstart_answered',
  tokens: 'blackstart_tokens',
  seen: 'blackstart_seen',
  cap: 'blackstart_cap',
} as const

/** A load as a script for k6: every request leaves when it is due, or when one of its users is free again, and says what came of it. */
export function k6Script(order: LoadOrder, schedule: K6Schedule): K6Script {
  const secrets = order.secrets.filter(secret => secret !== '').toSorted((a, b) => b.length - a.length)
  const env = Object.fromEntries(secrets.map((secret, n) => [nameOf(n), secret]))
  const { tokensAt, tokens, money } = order.caps
  const countsTokens = tokens !== undefined || money !== undefined
  const options = {
    scenarios: {
      load: {
        executor: 'shared-iterations',
        vus: schedule.users,
        iterations: schedule.dueMs.length,
        maxDuration: `${Math.ceil(order.forMs)}ms`,
        gracefulStop: '0s',
      },
    },
    systemTags: [],
    summaryTrendStats: [],
    // Answers are counted, and searched for what belongs to others.
    discardResponseBodies: false,
    maxRedirects: 0,
    noCookiesReset: false,
  }
  const text = `// Made by blackstart from a scenario. Keys are in the environment: ${Object.keys(env).join(', ') || 'none'}.
import { sleep } from 'k6'
import { SharedArray } from 'k6/data'
import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Trend } from 'k6/metrics'

export const options = ${JSON.stringify(options, undefined, 2)}

// When each request is due, in milliseconds from the start, and which of the parts it is.
const due = new SharedArray('due', () => ${JSON.stringify(schedule.dueMs)})
const partOf = new SharedArray('part', () => ${JSON.stringify(schedule.partOf)})
const parts = [
${order.parts.map(part => `  ${partText(part, secrets)},`).join('\n')}
]
// What belongs to other tenants.
const canaries = ${JSON.stringify(order.canaries)}
const countsTokens = ${countsTokens}
const tokensAt = ${tokensAt === undefined ? 'undefined' : JSON.stringify(stepsOf(tokensAt))}
// What each user may spend of the caps. Together they never go beyond them, and need not ask each other.
const shares = ${JSON.stringify(sharesOf(order, schedule.users))}
const spent = { bytes: 0, tokens: 0, money: 0 }
const dearest = { bytes: 0, tokens: 0, money: 0 }

const start = new Trend('${METRICS.start}')
const waited = new Trend('${METRICS.waited}')
const late = new Trend('${METRICS.late}')
const answered = new Trend('${METRICS.answered}')
const tokens = new Counter('${METRICS.tokens}')
const seen = new Counter('${METRICS.seen}')
const cap = new Counter('${METRICS.cap}')

export default function () {
  const n = exec.scenario.iterationInTest
  if (n === 0) start.add(exec.scenario.startTime)
  const part = parts[partOf[n]]
  // Whoever cannot pay for one more like the dearest before ends it for all.
  const out = Object.keys(shares).find(what => spent[what] + Math.max(dearest[what], leastOf(part)[what]) > shares[what])
  if (out !== undefined) {
    cap.add(1, { cap: out })
    exec.test.abort('its cap on ' + out)
  }
  const leftMs = exec.scenario.startTime + due[n] - Date.now()
  if (leftMs > 0) {
    sleep(leftMs / 1000)
    waited.add(n)
  } else late.add(n)
  const response = http.request(part.method, part.url, part.body, { headers: part.headers, timeout: part.timeout })
  answered.add(n, { outcome: outcomeOf(response) })
  spend(part, response)
  if (typeof response.body === 'string') {
    for (let which = 0; which < canaries.length; which++) {
      if (response.body.includes(canaries[which])) seen.add(1, { canary: String(which), part: part.name })
    }
  }
}

function outcomeOf({ status, error, error_code: code }) {
  if (status > 0 && (code === 0 || (code >= 1400 && code < 1600))) return String(status)
  if (code === 1050 || code === 1211) return 'timeout'
  if (status > 0 || /unexpected EOF/.test(error)) return 'truncated'
  if (code === 1212) return 'refused'
  return code === 1220 || code === 1221 || /EOF|reset/.test(error) ? 'reset' : 'unreachable'
}

function spend(part, { body, headers }) {
  const text = typeof body === 'string' ? body.length : 0
  const heard = Math.max(text, Number(headers['Content-Length']) || 0) + JSON.stringify(headers).length
  const bytes = sizeOf(part) + heard
  const used = countsTokens ? tokensIn(body, bytes) : 0
  if (countsTokens) tokens.add(used)
  const cost = { bytes, tokens: used, money: used * ${(order.caps.pricePerMillionTokens ?? 0) / 1_000_000} }
  for (const what of Object.keys(cost)) {
    spent[what] += cost[what]
    dearest[what] = Math.max(dearest[what], cost[what])
  }
}

// k6 adds some headers of its own.
function sizeOf({ method, url, headers, body }) {
  return method.length + url.length + JSON.stringify(headers).length + (body === null ? 0 : body.length) + 120
}

function leastOf(part) {
  const bytes = sizeOf(part)
  return { bytes, tokens: tokensAt === undefined ? bytes / 4 : 1, money: 0 }
}

// What it says, or a quarter of the characters of question and answer: as models count on average.
function tokensIn(body, bytes) {
  const reckoned = Math.ceil(bytes / 4)
  if (tokensAt === undefined) return reckoned
  try {
    const value = tokensAt.reduce((inside, step) => inside[step], JSON.parse(body))
    return typeof value === 'number' && value >= 0 ? value : reckoned
  } catch {
    return reckoned
  }
}
`
  return { text, env }
}

function sharesOf({ caps }: LoadOrder, users: number): Readonly<Record<string, number>> {
  const { bytes, tokens, money, pricePerMillionTokens } = caps
  const known = { bytes, tokens, money: pricePerMillionTokens === undefined ? undefined : money }
  return Object.fromEntries(
    Object.entries(known).flatMap(([what, most]) => (most === undefined ? [] : [[what, most / users]])),
  )
}

function partText({ name, request, timeoutMs }: OrderedPart, secrets: readonly string[]): string {
  const { method, url, headers, body } = request
  const said = (text: string): string => templateOf(text, secrets)
  const pairs = Object.entries(headers).map(([header, value]) => `${JSON.stringify(header)}: ${said(value)}`)
  return `{ name: ${JSON.stringify(name)}, method: ${JSON.stringify(method)}, url: ${said(url)}, headers: { ${pairs.join(', ')} }, body: ${body === undefined ? 'null' : said(body)}, timeout: '${Math.ceil(timeoutMs)}ms' }`
}

/** A text as a piece of a script, with a name in the place of every secret. */
function templateOf(text: string, secrets: readonly string[]): string {
  const pieces = secrets.reduce<readonly (string | number)[]>(
    (sofar, secret, n) =>
      sofar.flatMap(piece => {
        if (typeof piece === 'number') return [piece]
        const [first = '', ...rest] = piece.split(secret)
        return [first, ...rest.flatMap(more => [n, more])]
      }),
    [text],
  )
  const shown = pieces
    .filter(piece => piece !== '')
    .map(piece => (typeof piece === 'number' ? `__ENV.${nameOf(piece)}` : JSON.stringify(piece)))
  return shown.length === 0 ? "''" : shown.join(' + ')
}

function nameOf(n: number): string {
  return `BLACKSTART_SECRET_${n + 1}`
}
