import { redactor, type Secret } from '../journal/redact.ts'
import { DrillError, messageOf } from '../model/error.ts'

/** The same error for whoever reads the terminal: no secret in its words, and no cause that would bring them along. */
export function withoutSecrets(thrown: unknown, secrets: readonly Secret[]): unknown {
  if (secrets.length === 0) return thrown
  const clean = redactor(secrets)
  if (!(thrown instanceof DrillError)) return new Error(clean(messageOf(thrown)))
  const { code, message, hint } = thrown
  return new DrillError(code, clean(message), hint === undefined ? {} : { hint: clean(hint) })
}
