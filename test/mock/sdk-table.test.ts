import { expect, test, vi } from 'vitest'
import { faultTable } from './sdk-table/fault-table.ts'

// After a change that is meant: `vitest run test/mock/sdk-table.test.ts -u` writes the page anew.
test('what the documentation says of each SDK and each fault is so', { timeout: 240_000 }, async () => {
  // The SDKs tell the terminal about some of it.
  for (const method of ['warn', 'error', 'debug', 'log'] as const) vi.spyOn(console, method).mockReturnValue()
  await expect(await faultTable()).toMatchFileSnapshot('../../docs/faults-and-sdks.md')
})
