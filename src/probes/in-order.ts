import { fifo } from './fifo.ts'

/** Hands things on in the order their places were taken, whatever order they arrive in. */
export interface InOrder<T> {
  /** Takes the next place; the thing for it may be put there later, once. */
  place(): (thing: T) => void
}

export function inOrder<T>(emit: (thing: T) => void): InOrder<T> {
  // No Map: one that is filled and emptied thousands of times a second leaves a chain of old tables that only a long sweep takes away.
  const places = fifo<{ thing: { readonly is: T } | undefined }>()
  const handOn = (): void => {
    for (let next = places.first(); next?.thing !== undefined; next = places.first()) {
      places.take()
      emit(next.thing.is)
    }
  }
  return {
    place() {
      const place: { thing: { readonly is: T } | undefined } = { thing: undefined }
      places.put(place)
      return thing => {
        place.thing = { is: thing }
        handOn()
      }
    },
  }
}
