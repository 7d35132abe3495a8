import { randomBytes } from 'node:crypto'

const DIGITS = '0123456789abcdefghijklmnopqrstuv'

/** Names for requests, twenty characters long: a random part for this server, and a count. */
export function requestIds(): () => string {
  const ours = Array.from(randomBytes(12), byte => DIGITS[byte % 32]).join('')
  let count = 0
  return () => ours + (count++).toString(32).padStart(8, '0')
}
