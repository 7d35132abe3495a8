import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Measured, measureDrill, REPORTS } from '../../src/run/paper/reports.ts'

const EXAMPLE = fileURLToPath(new URL('../../reports/example/', import.meta.url))

/** The committed drill, measured and told by today's code, beside nothing else. */
async function example(): Promise<Measured> {
  const files = {
    pieces: (path: string) => createReadStream(path, 'utf8'),
    list: () => Promise.resolve([]),
    read: () => Promise.reject(new Error('there is no earlier drill')),
  }
  return await measureDrill(files, EXAMPLE)
}

// A change that is meant shows here, and `vitest run test/report/example.test.ts -u` takes it over.
describe('the example in reports/', () => {
  test.each(Object.entries(REPORTS))('%s is what today’s code makes of its journal', async (name, render) => {
    await expect(render(await example())).toMatchFileSnapshot(`${EXAMPLE}${name}`)
  })

  test('the view, from which every form is made', async () => {
    const { view } = await example()
    await expect(`${JSON.stringify(view, undefined, 1)}\n`).toMatchFileSnapshot('./example-view.snap')
  })

  test('is a real drill that measured time, loss and quality', async () => {
    const { measures } = await example()
    expect(measures.rto.state).toBe('restored')
    expect(measures.rpo.acked).toBeGreaterThan(50)
    expect(measures.quality?.after?.cases).toBe(60)
  })
})
