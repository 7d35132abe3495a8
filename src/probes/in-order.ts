/** Hands things on in the order their places were taken, whatever order they arrive in. */
export interface InOrder<T> {
  /** Takes the next place; the thing for it may be put there later, once. */
  place(): (thing: T) => void
}

export function inOrder<T>(emit: (thing: T) => void): InOrder<T> {
  const waiting = new Map<number, T>()
  let taken = 0
  let handedOn = 0
  const handOn = (): void => {
    for (let thing = waiting.get(handedOn); thing !== undefined; thing = waiting.get(handedOn)) {
      waiting.delete(handedOn++)
      emit(thing)
    }
  }
  return {
    place() {
      const number = taken++
      return thing => {
        waiting.set(number, thing)
        handOn()
      }
    },
  }
}
