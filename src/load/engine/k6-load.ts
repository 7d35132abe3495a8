import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { LoadEnd, LoadSecond } from '../../model/load.ts'
import { k6Tally } from '../k6/k6-tally.ts'
import type { K6Place } from '../k6/place.ts'
import { k6Readings, type Reading } from '../k6/readings.ts'
import { k6Schedule } from '../k6/schedule.ts'
import { k6Script } from '../k6/script.ts'
import type { LoadOrder, Sighting } from '../order.ts'
import type { Load } from './load.ts'
import { machineMeter } from './machine-meter.ts'

// What k6 has heard is told a tenth of a second later, and a second is closed once that is sure to be over.
const TELL_EVERY = '100ms'
const CLOSE_AFTER_MS = 400
const LOOK_EVERY_MS = 50
// It has to prepare every user before the first request leaves.
const READY_LIMIT_MS = 25_000
const MOST_SIGHTINGS = 1000
const LAST_WORDS_MS = 120
const MOST_COMPLAINT = 300

/** A load that k6 sends. What it tells is made into the same seconds as what our own senders tell. */
export function k6Load(name: string, order: LoadOrder, place: K6Place, dir: string): Load {
  const schedule = k6Schedule(order)
  const script = k6Script(order, schedule)
  const seconds: LoadSecond[] = []
  const sightings: Sighting[] = []
  const machineBusyRatio = machineMeter()
  const begun = Promise.withResolvers<void>()
  let child: ChildProcessWithoutNullStreams | undefined
  let tally: ReturnType<typeof k6Tally> | undefined
  let startMs = performance.now()
  let endMs: number | undefined
  let end: LoadEnd | undefined
  let complaint = ''
  let watch: NodeJS.Timeout | undefined

  const sinceStartMs = () => (endMs ?? performance.now()) - startMs
  const hear = (reading: Reading): void => {
    if (reading.told === 'start') {
      startMs = reading.epochMs - performance.timeOrigin
      tally = k6Tally(schedule, reading.epochMs)
      begun.resolve()
    } else if (reading.told === 'seen') {
      const canary = order.canaries[reading.canary]
      if (canary !== undefined && sightings.length < MOST_SIGHTINGS)
        sightings.push({ canary, where: `${reading.part} (load)` })
    } else if (reading.told === 'cap') end ??= reading.cap
    else tally?.hear(reading)
  }
  const closeSeconds = (untilMs: number): void => {
    if (tally === undefined) return
    while (untilMs >= (seconds.length + 1) * 1000)
      seconds.push({ ...tally.close(untilMs), machineBusyRatio: machineBusyRatio() })
  }
  const look = (): void => {
    closeSeconds(sinceStartMs() - CLOSE_AFTER_MS)
    const cap = capReached(order, tally?.spent)
    if (cap !== undefined) void finish(cap)
  }
  const over = (why: LoadEnd): void => {
    if (endMs !== undefined) return
    endMs = performance.now()
    end = why
    clearInterval(watch)
    if (tally === undefined) return
    closeSeconds(sinceStartMs())
    if (sinceStartMs() > seconds.length * 1000) seconds.push(tally.close(sinceStartMs()))
  }
  /** All that may leave has left; whatever else is due until the end is held back by the caps. */
  const done = (): void => {
    closeSeconds(schedule.dueIn.length * 1000)
    end = order.arrivals.kind === 'replay' ? 'schedule' : 'time'
  }
  const finish = async (why: LoadEnd): Promise<void> => {
    end ??= why
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return over(why)
    const exited = once(child, 'exit')
    child.kill('SIGINT')
    // It may tell what it has heard last; then it ends, whatever it is doing.
    await Promise.race([exited, wait(LAST_WORDS_MS)])
    killNow(child, name, place)
    await exited
    over(why)
  }
  return {
    async begin() {
      writeScript(dir, name, script.text)
      child = spawn(...commandOf(name, place, Object.keys(script.env)), {
        env: { ...process.env, ...script.env, K6_CSV_TIME_FORMAT: 'unix_micro', K6_CSV_SAVE_INTERVAL: TELL_EVERY },
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      child.on('error', error => {
        complaint = error.message
        over('broken')
        begun.resolve()
      })
      // Where too many files are open there are no pipes to it, and only the error comes.
      if (child.stdout === undefined) return begun.promise
      child.stdout.setEncoding('utf8').on('data', k6Readings(hear))
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        complaint = (complaint + text).slice(-4000)
      })
      // Closed only when all it said has been read.
      child.once('close', code => {
        if (end === undefined && code === 0) done()
        over(end ?? 'broken')
        begun.resolve()
      })
      child.stdin.on('error', () => {})
      child.stdin.end(script.text)
      await Promise.race([begun.promise, wait(READY_LIMIT_MS, undefined, { ref: false })])
      if (tally === undefined) await finish('broken')
      else watch = setInterval(look, LOOK_EVERY_MS)
    },
    report: from => ({
      state: endMs === undefined ? 'running' : 'ended',
      sinceStartMs: sinceStartMs(),
      end: endMs === undefined ? undefined : (end ?? 'stopped'),
      detail: detailOf(end, complaint, order.secrets, seconds),
      seconds: seconds.slice(from.second),
      answers: [],
      sightings,
    }),
    stop: () => finish('stopped'),
  }
}

/** The same script can be given to k6 on many machines; what it needs to know is in its first line. */
function writeScript(dir: string, name: string, text: string): void {
  writeFileSync(join(dir, `${name}.k6.js`), text)
}

const ARGUMENTS = [
  'run',
  '--quiet',
  '--no-usage-report',
  '--no-summary',
  '--no-color',
  '--no-thresholds',
  '--address',
  '',
  '--out',
  'csv=-',
  '-',
]
const SETTINGS = ['K6_CSV_TIME_FORMAT', 'K6_CSV_SAVE_INTERVAL']

function commandOf(name: string, place: K6Place, secrets: readonly string[]): [string, string[]] {
  if (place.kind === 'program') return [place.file, ARGUMENTS]
  // By their names only: what stands on a command line can be read by everybody.
  const env = [...SETTINGS, ...secrets].flatMap(variable => ['--env', variable])
  const options = ['run', '--rm', '--interactive', '--pull=never', '--network', 'host', '--name', name]
  return ['docker', [...options, ...env, place.image, ...ARGUMENTS]]
}

function killNow(child: ChildProcessWithoutNullStreams, name: string, place: K6Place): void {
  if (place.kind === 'container') spawn('docker', ['kill', name], { stdio: 'ignore' }).on('error', () => {})
  else child.kill('SIGKILL')
}

function capReached({ caps }: LoadOrder, spent: { bytes: number; tokens: number } | undefined): LoadEnd | undefined {
  if (spent === undefined) return undefined
  if (spent.bytes >= caps.bytes) return 'bytes'
  if (caps.tokens !== undefined && spent.tokens >= caps.tokens) return 'tokens'
  const { money, pricePerMillionTokens: price } = caps
  return money !== undefined && price !== undefined && (spent.tokens * price) / 1_000_000 >= money ? 'money' : undefined
}

function detailOf(
  end: LoadEnd | undefined,
  complaint: string,
  secrets: readonly string[],
  seconds: readonly LoadSecond[],
) {
  const sent = seconds.reduce((sum, second) => sum + second.sent, 0)
  if (end !== 'broken')
    return end === undefined ? `${sent} requests so far` : `${sent} requests in ${seconds.length} s by k6`
  const said = secrets.filter(secret => secret !== '').reduce((text, secret) => text.replaceAll(secret, '…'), complaint)
  return `k6 ended: ${said.trim().split('\n').at(-1)?.slice(0, MOST_COMPLAINT) || 'it said nothing'}`
}
