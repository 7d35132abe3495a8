import { describe, expect, test } from 'vitest'
import { previousDrill } from '../../../src/run/paper/earlier.ts'
import { fakeFiles } from '../../../src/testing/fake-files.ts'
import { passedDrill, told } from '../../report/drills.ts'

const measures = { ...told(passedDrill()).measures, startedAt: '2026-03-02T14:00:00.000Z' }
const drill = (startedAt: string, rest = {}) => JSON.stringify({ ...measures, startedAt, drill: startedAt, ...rest })
const own = '/r/20260302-140000-provider-outage-aaaa'

describe('the drill before this one', () => {
  test('is the newest of the same scenario in the same folder', async () => {
    const files = fakeFiles({
      '/r/20260101-100000-provider-outage-0001/drill.json': drill('2026-01-01T10:00:00.000Z'),
      '/r/20260201-100000-provider-outage-0002/drill.json': drill('2026-02-01T10:00:00.000Z'),
      '/r/20260215-100000-no-fallback-0003/drill.json': drill('2026-02-15T10:00:00.000Z', { scenario: 'no-fallback' }),
      '/r/20260401-100000-provider-outage-0004/drill.json': drill('2026-04-01T10:00:00.000Z'),
    })
    expect((await previousDrill(files, own, measures))?.drill).toBe('2026-02-01T10:00:00.000Z')
  })

  test('what cannot be read, or is of another kind, is passed over', async () => {
    const files = fakeFiles({
      '/r/20260101-100000-provider-outage-0001/drill.json': drill('2026-01-01T10:00:00.000Z'),
      '/r/20260201-100000-provider-outage-0002/drill.json': '{ half',
      '/r/20260202-100000-provider-outage-0003/drill.json': '"a text"',
      '/r/20260203-100000-provider-outage-0004/drill.json': '{"schema":2}',
      '/r/20260204-100000-provider-outage-0005/journal.jsonl': '',
    })
    expect((await previousDrill(files, own, measures))?.drill).toBe('2026-01-01T10:00:00.000Z')
  })

  test('a first drill has none, and neither has one in a folder that cannot be listed', async () => {
    expect(await previousDrill(fakeFiles({}), own, measures)).toBeUndefined()
    const broken = { list: () => Promise.reject(new Error('EACCES')), read: () => Promise.reject(new Error('EACCES')) }
    expect(await previousDrill(broken, own, measures)).toBeUndefined()
  })
})
