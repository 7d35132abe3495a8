// `node bench/load-sender.ts URL RATE SECONDS`: one sender of the load engine in a process of its own. Prints what it did as JSON.
import { startSender } from '../src/load/engine/sender.ts'
import type { LoadSecond } from '../src/model/load.ts'

const [url = '', rate = '1000', forSeconds = '3'] = process.argv.slice(2)
const seconds: LoadSecond[] = []
const memory: number[] = []
const NO_CAP = { tokens: undefined, money: undefined, pricePerMillionTokens: undefined, tokensAt: undefined }
const request = { method: 'GET', url, headers: {}, body: undefined }
const started = process.cpuUsage()

startSender(
  {
    seed: 1,
    arrivals: { kind: 'constant', perSecond: Number(rate) },
    forMs: Number(forSeconds) * 1000,
    caps: { perSecond: 1e6, inFlight: 50, bytes: 1e15, ...NO_CAP },
    engine: 'own',
    secrets: [],
    canaries: [],
    tellEach: false,
    parts: [{ name: 'bench', weight: 1, request, timeoutMs: 5000, readBytesPerSecond: undefined, holdMs: undefined }],
  },
  {
    second(second) {
      seconds.push(second)
      memory.push(process.memoryUsage.rss())
    },
    answer() {},
    sighting() {},
    ended() {
      // The first second makes connections and warms up.
      const whole = seconds.slice(1, Number(forSeconds))
      const sum = (of: (second: LoadSecond) => number) => whole.reduce((total, second) => total + of(second), 0)
      const { user, system } = process.cpuUsage(started)
      console.log(
        JSON.stringify({
          perSecond: sum(({ outcomes }) => outcomes['200'] ?? 0) / whole.length,
          answered: seconds.reduce((total, { outcomes }) => total + (outcomes['200'] ?? 0), 0),
          lateP99Ms: whole.map(second => second.lateP99Ms),
          cpuSeconds: (user + system) / 1e6,
          rssBytes: memory,
        }),
      )
      process.exit(0)
    },
  },
)
