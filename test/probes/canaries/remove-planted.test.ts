import { describe, expect, test } from 'vitest'
import type { HttpOutcome, HttpRequest } from '../../../src/model/http.ts'
import type { PlantedText } from '../../../src/model/sharing.ts'
import { leftInWords, removePlanted } from '../../../src/probes/canaries/remove-planted.ts'
import { fakeClock } from '../../../src/testing/fake-clock.ts'

const HOST = 'http://127.0.0.1:1'
const asked = (method: string, path: string): HttpRequest => ({
  ...{ method, url: `${HOST}${path}`, headers: {}, body: undefined },
})
const reply = (status: number, body: unknown = {}): HttpOutcome => ({
  ...{ kind: 'reply', status, headers: {}, body: JSON.stringify(body) },
})
const silence: HttpOutcome = { kind: 'failed', reason: 'timeout', detail: 'no answer within 5000 ms' }
const nobody: HttpOutcome = { kind: 'failed', reason: 'refused', detail: 'connection refused' }

const prompt = (tenant: string): PlantedText => ({
  ...{ tenant, canary: `canary-${tenant}` },
  remove: { kind: 'request', request: asked('DELETE', `/prompts/${tenant}`) },
})
/** One whose name is only known once it is there. */
const note = (tenant: string, id?: string): PlantedText => ({
  ...{ tenant, canary: `canary-${tenant}` },
  remove: { kind: 'request', request: asked('DELETE', '/notes/{id}') },
  named: { idAt: '$.note.id', look: asked('GET', `/notes?of=${tenant}`) },
  ...(id === undefined ? {} : { id }),
})

/** A platform that is only a rule, and what it was asked. */
function platform(
  answer: (what: string) => HttpOutcome,
  origin: (url: string) => string | undefined = () => undefined,
) {
  const asked: string[] = []
  const clock = fakeClock()
  const send = async ({ method, url }: HttpRequest) => {
    const what = `${method} ${url.replace(HOST, '')}`
    asked.push(what)
    return answer(what)
  }
  const run = () => Promise.reject(new Error('nobody runs anything'))
  const remove = (texts: readonly PlantedText[]) =>
    clock.drive(removePlanted({ http: { send }, processes: { run }, clock, origin }, texts))
  return { asked, remove }
}

describe('taking away what tenants have hidden', () => {
  test('counts what was there, and what was not any more', async () => {
    const { remove } = platform(what => reply(what.endsWith('acme') ? 200 : 404))
    expect(await remove([prompt('acme'), prompt('globex')])).toEqual({ removed: 1, gone: 1, left: [] })
  })
  test('says whose may still be there, and why', async () => {
    const { remove } = platform(what =>
      what.endsWith('acme') ? reply(500) : what.endsWith('globex') ? reply(401) : nobody,
    )
    const done = await remove(['acme', 'globex', 'initech', 'umbrella', 'zenith'].map(prompt))
    expect([done.removed, done.gone, done.left.length]).toEqual([0, 0, 5])
    expect(leftInWords(done)).toBe('acme (status 500), globex (status 401), initech (connection refused) and 2 more')
  })
  test('does not wait for a thousand tenants where nobody answers', async () => {
    const { remove, asked } = platform(() => silence)
    const done = await remove(Array.from({ length: 1000 }, (_, i) => prompt(`t${i}`)))
    expect(done.left).toHaveLength(1000)
    expect(asked.length).toBeLessThan(20)
  })
  test('goes around a proxy of ours that has gone with the drill', async () => {
    const { remove, asked } = platform(
      what => (what.includes(':2/') ? reply(200) : nobody),
      url => url.replace(':1/', ':2/'),
    )
    expect(await remove([prompt('acme')])).toEqual({ removed: 1, gone: 0, left: [] })
    expect(asked).toEqual(['DELETE /prompts/acme', 'DELETE http://127.0.0.1:2/prompts/acme'])
  })
})

describe('what takes a name to be removed', () => {
  test('is removed by the name that was heard', async () => {
    const { remove, asked } = platform(() => reply(200))
    expect(await remove([note('acme', 'n 1')])).toMatchObject({ removed: 1 })
    expect(asked).toEqual(['DELETE /notes/n%201'])
  })
  test('by the name beside it in what its owner is shown, where nobody lived to hear it', async () => {
    const shown = {
      notes: [
        { id: 'other', text: 'of mine' },
        { id: 'n7', note: { text: 'see' }, text: 'it is canary-acme.' },
      ],
    }
    const { remove, asked } = platform(what => reply(200, what.startsWith('GET') ? shown : {}))
    expect(await remove([note('acme')])).toEqual({ removed: 1, gone: 0, left: [] })
    expect(asked).toEqual(['GET /notes?of=acme', 'DELETE /notes/n7'])
  })
  test('was never there if its owner is not shown it, not even a moment later', async () => {
    const { remove, asked } = platform(() => reply(200, { notes: [] }))
    expect(await remove([note('acme')])).toEqual({ removed: 0, gone: 1, left: [] })
    expect(asked).toHaveLength(3)
  })
  test('may still be there if it is shown without a name, or nobody can look', async () => {
    const { remove } = platform(() => reply(200, { answer: 'I know of canary-acme.' }))
    const { left } = await remove([note('acme'), { ...note('globex'), named: { idAt: '$.id', look: undefined } }])
    expect(left.map(({ why }) => why)).toEqual([
      'nobody heard by which name canary-globex can be removed',
      'its owner is shown canary-acme, but not by which name it can be removed',
    ])
  })
})
