import { describe, expect, test } from 'vitest'
import { measuring } from '../../src/measure/measuring.ts'
import type { DrillEvent } from '../../src/model/event.ts'
import type { World } from '../../src/model/world.ts'
import type { Network } from '../../src/network/network.ts'
import { runDrill } from '../../src/run/conductor.ts'
import type { Means } from '../../src/run/drill.ts'
import { type SimulatedDrill, type SimulatedGround, simulatedGround } from '../../src/testing/simulated-ground.ts'
import { shippedScenario } from '../support/shipped.ts'

// What our own parts can do to a drill in the middle of the damage, in virtual time: what is said of it, and how the world is left.
const outage = shippedScenario('provider-outage')
const theirs = { kind: 'url', url: 'http://127.0.0.1:30001' } as const
const onTheirs: SimulatedDrill = { scenario: outage.scenario, platform: { ...outage.platform, toxiproxy: theirs } }
const limited: SimulatedDrill = shippedScenario('rate-limit-storm')

interface Mishap {
  /** What a drill stands on, changed. */
  readonly world?: (world: World, ground: SimulatedGround) => World
  readonly network?: (network: Network, ground: SimulatedGround) => Network
  readonly onEvent?: (event: DrillEvent, ground: SimulatedGround) => void
}

async function drilled(drill: SimulatedDrill, mishap: Mishap) {
  const ground = simulatedGround(drill)
  const events: DrillEvent[] = []
  const measure = measuring()
  const hear = (event: DrillEvent): void => {
    events.push(event)
    measure.see(event)
    mishap.onEvent?.(event, ground)
  }
  const world = mishap.world?.(ground.world, ground) ?? ground.world
  const means: Means = {
    ...ground.means,
    network: url => {
      const network = ground.means.network(url)
      return mishap.network?.(network, ground) ?? network
    },
  }
  const audience = { listeners: [hear], interrupt: new AbortController().signal }
  const thrown: unknown = await ground.clock.drive(
    runDrill(world, means, ground.drill, audience).then(
      () => undefined,
      error => error,
    ),
  )
  const measures = measure.result()
  const said = measures.reasons.filter(({ verdict }) => verdict !== 'passed').map(({ text }) => text)
  return { ground, events, measures, said, thrown, left: ground.broken() }
}

const bitten = ({ type }: DrillEvent) => type === 'fault.effect'

describe('somebody else’s Toxiproxy', () => {
  test('is started anew and has forgotten our damage: that is no recovery, and nobody says so', async () => {
    const { measures, said, left } = await drilled(onTheirs, {
      onEvent(event, { network }) {
        if (!bitten(event)) return
        for (const [name, proxy] of network.state) network.state.set(name, { ...proxy, enabled: true, toxics: [] })
      },
    })
    expect(measures.verdict).toBe('inconclusive')
    expect(said).toContainEqual(
      'Fault f1 (openai refuses every connection for 6 s) ended before it was put back: proxy openai was enabled already. So nobody knows what the platform came back from.',
    )
    expect(measures.rollback.complete).toBe(true)
    expect(left).toEqual([])
  })

  test('is started anew without a single proxy: inconclusive, and nothing of ours is there', async () => {
    const { measures, left, ground } = await drilled(onTheirs, {
      onEvent: (event, { network }) => bitten(event) && network.state.clear(),
    })
    expect(measures.verdict).toBe('inconclusive')
    expect(measures.faults[0]?.early).toBe('proxy openai is not there any more')
    expect([left, [...ground.network.state.keys()]]).toEqual([[], []])
  })

  test('dies and stays dead: what may be left is said, with the command that removes it', async () => {
    let dead = false
    const { measures } = await drilled(onTheirs, {
      network: network => mortal(network, () => dead),
      onEvent(event) {
        dead ||= bitten(event)
      },
    })
    expect(measures.verdict).toBe('inconclusive')
    expect(measures.rollback.complete).toBe(false)
    expect(measures.rollback.leftBehind[0]).toMatchObject({ command: 'blackstart recover simulated' })
  })

  test('takes three seconds for every answer: the drill waits, and its numbers say how sharp they are', async () => {
    const { measures, left, events } = await drilled(onTheirs, {
      network: (network, { clock }) => slow(network, () => clock.sleep(3000)),
    })
    const injected = events.find(event => event.type === 'fault.injected')
    expect(injected?.type === 'fault.injected' ? injected.ackMs - injected.startedMs : 0).toBe(3000)
    expect(measures.rto.precisionMs).toBeGreaterThanOrEqual(3000)
    expect(left).toEqual([])
    expect(measures.rollback.complete).toBe(true)
  })

  test('refuses the damage: inconclusive, and nothing was broken', async () => {
    const { measures, left, events } = await drilled(onTheirs, {
      network: network => ({
        ...network,
        setEnabled: (name, on, options) =>
          on ? network.setEnabled(name, on, options) : Promise.reject(new Error('403 Forbidden')),
      }),
    })
    expect(measures.verdict).toBe('inconclusive')
    expect(events.find(event => event.type === 'fault.refused')).toMatchObject({ error: '403 Forbidden' })
    expect(measures.because).toBe('403 Forbidden')
    expect(left).toEqual([])
  })

  test('refuses to put it back: that has failed, is tried again at the end, and what is left is said', async () => {
    const openai = onTheirs.platform.components.find(({ id }) => id === 'openai')
    const standing = { name: 'openai', listen: openai?.route?.listen ?? '', upstream: '127.0.0.1:30002' }
    const before = [{ ...standing, enabled: true, toxics: [] }]
    const { measures, events, left } = await drilled(
      { ...onTheirs, before },
      {
        network: network => ({
          ...network,
          setEnabled: (name, on, options) =>
            on ? Promise.reject(new Error('500')) : network.setEnabled(name, on, options),
        }),
      },
    )
    expect(events.filter(event => event.type === 'fault.undone').length).toBeGreaterThan(1)
    expect(left).toEqual(['openai'])
    expect(measures.rollback).toMatchObject({
      complete: false,
      leftBehind: [{ what: 'proxy openai is not switched as before', command: 'blackstart recover simulated' }],
    })
  })
})

describe('our own servers', () => {
  test.for([
    ['proxy', 'our Toxiproxy ended in the middle of the drill'],
    ['mock', 'our mock provider ended in the middle of the drill'],
    ['watchdog', 'our watchdog ended in the middle of the drill'],
    ['stage', 'the platform ended in the middle of the drill'],
  ] as const)('the %s dies: the drill breaks off, says so, and leaves nothing', async ([role, words]) => {
    const pids = new Map<string, number>()
    const { measures, ground } = await drilled(limited, {
      onEvent(event, { world }) {
        if (event.type === 'process.started') pids.set(event.role, event.identity.pid)
        if (bitten(event)) world.processes.crash(pids.get(role) ?? 0)
      },
    })
    expect(measures.verdict).toBe('inconclusive')
    expect(measures.because).toContain(words)
    expect([...ground.world.processes.living]).toEqual([1])
  })

  test('a mock that was started anew has forgotten the fault: inconclusive', async () => {
    const { measures, said } = await drilled(limited, {
      onEvent: (event, { mock }) => bitten(event) && mock.state.clear(),
    })
    expect(measures.verdict).toBe('inconclusive')
    expect(said.join()).toContain('the mock provider had forgotten the fault')
  })
})

describe('our own disk', () => {
  test.for(['fault.intended', 'fault.injected', 'sample', 'fault.undone'] as const)(
    'is full from the first %s on: everything is put back all the same, and whoever waits is told',
    async type => {
      let full = false
      const { thrown, left, ground } = await drilled(onTheirs, {
        world: world => ({ ...world, files: fullDisk(world, () => full) }),
        onEvent(event, { world }) {
          full ||= event.type === type && world.files.contents.size > 0 && event.atMs > 0
        },
      })
      expect(thrown).toMatchObject({
        code: 'JOURNAL_LOST',
        message: expect.stringContaining('ENOSPC'),
        hint: expect.stringMatching(/^nothing was left behind \(looked at /),
      })
      expect(left).toEqual([])
      expect([...ground.world.processes.living]).toEqual([1])
    },
  )

  test('is full: who is told so is told no secret', async () => {
    let full = false
    const secrets = [{ name: 'PLACE', value: 'space left on device' }]
    const { thrown } = await drilled(
      { ...onTheirs, secrets },
      {
        world: world => ({ ...world, files: fullDisk(world, () => full) }),
        onEvent(event) {
          full ||= bitten(event)
        },
      },
    )
    expect(thrown).toMatchObject({ code: 'JOURNAL_LOST', message: expect.stringContaining('ENOSPC: no ‹env.PLACE›') })
    expect(thrown).not.toHaveProperty('cause')
  })

  test('is full, and their Toxiproxy refuses to be put back: what is left is said all the same', async () => {
    let full = false
    const { thrown, left } = await drilled(onTheirs, {
      world: world => ({ ...world, files: fullDisk(world, () => full) }),
      network: network => ({
        ...network,
        setEnabled: (name, on, options) =>
          on ? Promise.reject(new Error('500')) : network.setEnabled(name, on, options),
        removeProxy: () => Promise.reject(new Error('500')),
      }),
      onEvent(event) {
        full ||= bitten(event)
      },
    })
    expect(left).toEqual(['openai'])
    expect(thrown).toMatchObject({
      code: 'UNDO_INCOMPLETE',
      hint: expect.stringContaining(
        'proxy openai is not switched as before, which "blackstart recover simulated" removes',
      ),
    })
  })
})

describe('our own folder', () => {
  // Everything that is in it, tokens and notes too, as rm -r does.
  const removed = ({ world, drill }: SimulatedGround): void => {
    for (const file of world.files.contents.keys()) if (file.startsWith(drill.dir)) world.files.contents.delete(file)
  }

  test.for([
    ['with a fault on their Toxiproxy', onTheirs],
    ['with a fault in our mock, whose token was in it', limited],
  ] as const)(
    'is removed in the middle, %s: everything is put back by heart, and whoever waits is told',
    async ([_, drill]) => {
      const { thrown, left, ground, events } = await drilled(drill, {
        world: (world, { drill: { dir } }) => ({ ...world, files: keepsWriting(world, dir) }),
        onEvent: (event, ground) => bitten(event) && removed(ground),
      })
      expect(events.find(event => event.type === 'drill.aborted')).toMatchObject({
        cause: 'error',
        why: expect.stringContaining('was removed: nobody else could put back what is broken'),
      })
      expect(events.find(event => event.type === 'fault.undone')).toMatchObject({ outcome: { state: 'undone' } })
      expect(thrown).toMatchObject({
        code: 'JOURNAL_LOST',
        message: expect.stringContaining('was removed while the drill ran'),
        hint: expect.stringMatching(/^nothing was left behind/),
      })
      expect(left).toEqual([])
      expect([...ground.world.processes.living]).toEqual([1])
    },
  )
})

describe('our own clock', () => {
  test('is set back: only labels, the drill goes on and passes', async () => {
    const { measures, events, left } = await drilled(onTheirs, {
      world: (world, { clock }) => jumping(world, clock, -3_600_000),
    })
    expect(measures.verdict).toBe('passed')
    expect(events.find(event => event.type === 'clock.jumped')).toMatchObject({ byMs: -3_600_000 })
    expect(left).toEqual([])
  })

  test('this machine slept longer than the lease: nobody knows what happened meanwhile, everything is put back', async () => {
    const { measures, left } = await drilled(onTheirs, {
      world: (world, { clock }) => jumping(world, clock, 3_600_000),
    })
    expect(measures.verdict).toBe('inconclusive')
    expect(measures.because).toBe('1 h passed unseen: this machine slept, or its clock was set')
    expect(left).toEqual([])
    expect(measures.rollback.complete).toBe(true)
  })
})

/** A Toxiproxy that cannot be reached any more once it is dead. */
function mortal(network: Network, isDead: () => boolean): Network {
  return wrapped(network, async () => {
    if (isDead()) throw new Error('connect ECONNREFUSED')
  })
}

function slow(network: Network, wait: () => Promise<void>): Network {
  return wrapped(network, wait)
}

function wrapped(network: Network, first: () => Promise<void>): Network {
  const after =
    <A extends readonly unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await first()
      return act(...args)
    }
  return {
    ...network,
    version: after(network.version),
    proxies: after(network.proxies),
    proxy: after(network.proxy),
    createProxy: after(network.createProxy),
    removeProxy: after(network.removeProxy),
    setEnabled: after(network.setEnabled),
    addToxic: after(network.addToxic),
    removeToxic: after(network.removeToxic),
    traffic: after(network.traffic),
  }
}

/** Nothing can be appended any more once it is full. */
function fullDisk({ files }: World, isFull: () => boolean): World['files'] {
  const refuse = () => Promise.reject(new Error('ENOSPC: no space left on device'))
  return {
    ...files,
    async append(path) {
      const file = await files.append(path)
      return {
        ...file,
        write: text => (isFull() ? refuse() : file.write(text)),
        sync: () => (isFull() ? refuse() : file.sync()),
      }
    },
  }
}

/** A file that is open can be written to for ever, whoever has removed it. */
function keepsWriting({ files }: World, dir: string): World['files'] {
  return {
    ...files,
    async append(path) {
      const file = await files.append(path)
      return { ...file, write: text => file.write(text).catch(() => {}) }
    },
    write: async (path, text, options) => {
      if (path.startsWith(dir) && !(await files.exists(dir))) throw new Error(`ENOENT: no such folder ${dir}`)
      return files.write(path, text, options)
    },
  }
}

/** The time of day jumps once, five seconds into the drill. */
function jumping(world: World, clock: World['clock'], byMs: number): World {
  const wall = () => new Date(Date.parse(clock.wall()) + (clock.nowMs() > 5000 ? byMs : 0)).toISOString()
  return { ...world, clock: { ...world.clock, wall } }
}
