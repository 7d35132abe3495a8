import type { Exchange } from '../model/world/sockets.ts'
import type { Http, World } from '../model/world.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'
import { type FakeContainers, fakeContainers } from './fake-containers.ts'
import { type FakeFiles, fakeFiles } from './fake-files.ts'
import { type FakeMailboxes, fakeMailboxes } from './fake-mailboxes.ts'
import { type FakeProcesses, type FakeProcessParts, fakeProcesses } from './fake-processes.ts'
import type { ToyPlatform } from './toy-platform.ts'

/** A world in memory, in which time passes only when told to. */
export interface FakeWorld extends World {
  readonly clock: FakeClock
  readonly files: FakeFiles
  readonly processes: FakeProcesses
  readonly containers: FakeContainers
  readonly mailboxes: FakeMailboxes
}

export interface FakeWorldParts extends FakeProcessParts {
  readonly answer?: ToyPlatform['answer']
  readonly canary?: World['sockets']['canary']
  readonly exchange?: World['sockets']['exchange']
  readonly clock?: FakeClock
  readonly env?: World['env']
  /** How much room there is below some folders at the top. */
  readonly disks?: Readonly<Record<string, number>>
}

/** Every part that is not given is the simplest one: nobody answers, nobody listens, no file is there. */
export function fakeWorld(parts: FakeWorldParts = {}): FakeWorld {
  const clock = parts.clock ?? fakeClock()
  let nextPort = 40_000
  return {
    clock,
    http: fakeHttp(clock, parts.answer ?? nobody),
    files: fakeFiles({}, parts.disks),
    processes: fakeProcesses(parts),
    containers: fakeContainers(),
    mailboxes: fakeMailboxes(),
    sockets: {
      canary: parts.canary ?? (async () => ({ saw: 'refused', tookMs: 0, detail: 'ECONNREFUSED' })),
      exchange: parts.exchange ?? (async () => nothingHeard('refused')),
      isFree: async () => true,
      resolves: async () => true,
      freePorts: async count => Array.from({ length: count }, () => nextPort++),
    },
    env: parts.env ?? {},
  }
}

/** An exchange in which nothing came back. */
function nothingHeard(ended: Exchange['ended'], endedMs = 0): Exchange {
  return { bytes: 0, pieces: 0, heard: '', firstMs: undefined, lastMs: undefined, ended, endedMs }
}

function nobody(): ReturnType<ToyPlatform['answer']> {
  return { afterMs: 0, outcome: { kind: 'failed', reason: 'refused', detail: 'nobody listens' } }
}

function fakeHttp(clock: FakeClock, answer: ToyPlatform['answer']): Http {
  return {
    async send(request, { timeoutMs, signal }) {
      const { afterMs, outcome } = answer(request)
      await clock.sleep(Math.min(afterMs, timeoutMs), signal)
      if (afterMs <= timeoutMs) return outcome
      return { kind: 'failed', reason: 'timeout', detail: `no answer within ${timeoutMs} ms` }
    },
  }
}
