import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DrillError } from '../../../src/model/error.ts'
import { recoverDrill } from '../../../src/run/afterwards/recover.ts'
import { measureDrill } from '../../../src/run/paper/reports.ts'
import { fakeFiles } from '../../../src/testing/fake-files.ts'
import { fakeWorld } from '../../../src/testing/fake-world.ts'
import { simulate } from '../../../src/testing/simulate.ts'
import { shippedScenario } from '../../support/shipped.ts'
import { damage, damaged } from './damage.ts'

const { events } = await simulate(shippedScenario('provider-outage'))
// Every event that is not a sample, and enough samples to have an outage.
const lines = events
  .filter((event, i) => event.type !== 'sample' || i % 4 === 0)
  .map((event, seq) => JSON.stringify({ ...event, seq }))

describe('a journal that something has happened to', { timeout: 60_000 }, () => {
  test('as it was is measured', async () => {
    const files = fakeFiles({ '/d/journal.jsonl': lines.join('\n') })
    expect((await measureDrill(files, '/d')).measures.verdict).toBe('passed')
  })

  test('is measured or refused with a reason, never more than that', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async hits => {
        const files = fakeFiles({ '/d/journal.jsonl': damaged(lines, hits) })
        const outcome = await measureDrill(files, '/d').catch(error => error)
        if (outcome instanceof DrillError) expect(outcome.code).toBe('JOURNAL_DAMAGED')
        else expect(['passed', 'inconclusive', 'failed']).toContain(outcome.measures?.verdict)
      }),
      { numRuns: 1500 },
    )
  })

  test('is recovered from, or refused with a reason, never more than that', async () => {
    const unreachable = () => Promise.reject(new Error('connection refused'))
    const dead = {
      proxies: unreachable,
      proxy: unreachable,
      setEnabled: unreachable,
      removeProxy: unreachable,
      removeToxic: unreachable,
    }
    const inTheMiddle = lines.slice(0, lines.findIndex(line => line.includes('"fault.injected"')) + 1)
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { maxLength: 2 }), async hits => {
        const world = fakeWorld()
        world.processes.crash(1)
        world.files.contents.set('/d/journal.jsonl', damaged(inTheMiddle, hits))
        const means = {
          network: (url: string) => ({ url, ...dead }) as never,
          mock: () => ({ put: unreachable, clear: unreachable, faults: unreachable }),
          load: () => ({ start: unreachable, report: unreachable, stop: unreachable }),
          stores: { open: unreachable, held: new Map() },
        }
        const recovering = recoverDrill(
          { ...world, processes: { ...world.processes, self: { pid: 9, born: 'x' } } },
          means,
          '/d',
        )
        // Whoever hid something is asked, and may take its time.
        const outcome = await world.clock.drive(recovering.catch(error => error))
        if (outcome instanceof DrillError) expect(outcome.code).toBe('JOURNAL_DAMAGED')
        else expect(['recovered', 'ended-clean', 'left-behind', 'running']).toContain(outcome.state)
      }),
      { numRuns: 500 },
    )
  })
})
