/** No more than this are listed or written at once. */
export const PAGE = 100

/** Pieces of a list, none of them longer than a page or heavier than may be sent at once. */
export function* chunks<T>(items: readonly T[], weight: (item: T) => number, limit: number): Generator<readonly T[]> {
  let waiting: T[] = []
  let sum = 0
  for (const item of items) {
    if (waiting.length > 0 && (sum + weight(item) > limit || waiting.length >= PAGE)) {
      yield waiting
      waiting = []
      sum = 0
    }
    waiting.push(item)
    sum += weight(item)
  }
  if (waiting.length > 0) yield waiting
}
