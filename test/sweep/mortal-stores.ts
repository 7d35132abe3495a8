import type { Store, Stores } from '../../src/stores/store.ts'

/** Stores that tell of each writing once it is done. */
export function mortalStores(real: Stores, wrote: () => void): Stores {
  return { ...real, open: async place => telling(await real.open(place), wrote) }
}

function telling(store: Store, wrote: () => void): Store {
  const told =
    <A extends readonly unknown[], R>(write: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      const done = await write(...given)
      wrote()
      return done
    }
  return { ...store, put: told(store.put), remove: told(store.remove), make: told(store.make), drop: told(store.drop) }
}
