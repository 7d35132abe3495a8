import { eventually, quiet } from '../support/wait.ts'
import { ALL, engine } from './engine-rig.ts'
import { orderWith, serve } from './sender-rig.ts'

/** How long after a load of k6 was told to stop its last request arrived, as the server has it: the median of three, in milliseconds. */
export async function lastAfterStop(k6: readonly string[]): Promise<number> {
  const tailsMs: number[] = []
  for (let round = 0; round < 3; round++) tailsMs.push(await once(k6))
  return tailsMs.toSorted((a, b) => a - b)[1] ?? Number.NaN
}

async function once(k6: readonly string[]): Promise<number> {
  let lastMs = 0
  // Answers that take a while: it has always some under way, and the next are due.
  await using server = await serve((_, response) => {
    lastMs = performance.now()
    setTimeout(() => response.end('ok'), 20)
  })
  await using on = await engine(1, ...k6)
  const name = `blackstart-test-${crypto.randomUUID().slice(0, 8)}`
  const order = orderWith(server.url, {
    ...{ engine: 'k6', secrets: ['globex-key'], caps: { inFlight: 20 } },
    ...{ forMs: 60_000, arrivals: { kind: 'constant', perSecond: 300 } },
  })
  await on.control.start(name, order)
  await eventually('some traffic', () => server.requests() > 50, 20_000)
  const toldMs = performance.now()
  await on.control.stop(name)
  const after = server.requests()
  await quiet(300)
  if (server.requests() !== after) throw new Error('something arrived after it had said that it had stopped')
  const report = await on.control.report(name, ALL)
  if (report?.state !== 'ended' || report.end !== 'stopped') throw new Error(`it ended otherwise: ${report?.end}`)
  return lastMs - toldMs
}
