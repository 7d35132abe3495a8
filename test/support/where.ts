import { type TestOptions, test } from 'vitest'

/** A test where it applies; where it does not, its name is listed as skipped, with the reason. */
export function where(
  applies: boolean,
  reason: string,
): (sentence: string, check: () => Promise<void> | void, options?: TestOptions) => void {
  return (sentence, check, options = {}) => {
    if (applies) test(sentence, options, check)
    else test.skip(`${sentence} (not here: ${reason})`)
  }
}
