/** Things in the order they came. Taking one costs the same however many wait: an array's own shift does not. */
export interface Fifo<T> {
  readonly size: number
  put(thing: T): void
  /** The one that came first of those that are there. */
  first(): T | undefined
  take(): T | undefined
}

const TIDY_EVERY = 1024

export function fifo<T>(): Fifo<T> {
  let things: (T | undefined)[] = []
  let first = 0
  return {
    get size() {
      return things.length - first
    },
    put: thing => void things.push(thing),
    first: () => things[first],
    take() {
      if (first >= things.length) return undefined
      const taken = things[first]
      things[first++] = undefined
      if (first >= TIDY_EVERY && first * 2 >= things.length) {
        things = things.slice(first)
        first = 0
      }
      return taken
    },
  }
}
