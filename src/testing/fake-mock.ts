import type { MockFaults } from '../faults/driver.ts'
import type { MockFault } from '../mock/fault.ts'

/** A mock provider's control endpoint in memory. Every fault that is set counts as met at once. */
export interface FakeMock extends MockFaults {
  readonly state: Map<string, MockFault>
}

/** `changed` is called after every change of its faults. */
export function fakeMock(changed: () => void = () => {}): FakeMock {
  const state = new Map<string, MockFault>()
  return {
    state,
    async put(id, fault) {
      state.set(id, fault)
      changed()
    },
    async clear(id) {
      state.delete(id)
      changed()
    },
    faults: async () => [...state].map(([id, fault]) => ({ id, fault, hits: 1, matched: 1, endsInMs: null })),
  }
}
