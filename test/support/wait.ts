/** Waits until `look` finds something (not undefined, not false); fails with what was awaited after the deadline. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  deadlineMs = 10_000,
): Promise<T> {
  const startMs = performance.now()
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() - startMs > deadlineMs) throw new Error(`waited ${deadlineMs} ms in vain for: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 2))
  }
}

/** The promise's result, or a failure that says what was awaited. */
export async function within<T>(what: string, promise: Promise<T>, deadlineMs = 10_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${deadlineMs} ms in vain for: ${what}`)), deadlineMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Nothing but time passes. Only for showing that something does not happen. */
export function quiet(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

/**
 * Whatever has reached this process by now has been heard: sockets are read once in every turn of the event loop, between what is due and
 * what was put off. Three turns: a connection is taken in one, read in the next, and told of in the third.
 */
export async function allHeard(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve))
}
