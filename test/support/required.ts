/**
 * Whether tests that need a part which not every machine has can run. Absent, they are skipped and the reason is printed; but
 * where `BLACKSTART_REQUIRE` names the part, as in CI, its absence is a failure.
 */
export function requiredPart(part: string, found: boolean, reason: string): boolean {
  if (found) return true
  const required = (process.env.BLACKSTART_REQUIRE ?? '').split(',').map(each => each.trim())
  if (required.includes(part)) throw new Error(`BLACKSTART_REQUIRE asks for ${part}, but ${reason}.`)
  console.warn(`skipped, needs ${part}: ${reason}`)
  return false
}
