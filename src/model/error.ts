/** Everything that can stop Blackstart, by a name that stays for ever; the sentences may improve. */
export const ERROR_CODES = [
  'USAGE',
  'FILE_INVALID',
  'FILE_NOT_FOUND',
  'FILE_UNWRITABLE',
  'PLATFORM_NOT_FOUND',
  'PLATFORM_LOCKED',
  'HALTED',
  'ENVIRONMENT_REFUSED',
  'NOT_AVAILABLE',
  'PORT_BUSY',
  'CLOCK_UNSOUND',
  'DISK_FULL',
  'TOO_MUCH',
  'CANNOT_BREAK',
  'STAGE_FAILED',
  'STORE_UNREACHABLE',
  'STORE_MISSING',
  'SNAPSHOT_UNUSABLE',
  'RUNBOOK_INVALID',
  'TOXIPROXY_UNREACHABLE',
  'TOXIPROXY_REFUSED',
  'ROUTE_CONFLICT',
  'FOREIGN_TOXIC',
  'MOCK_UNREACHABLE',
  'MOCK_REFUSED',
  'JOURNAL_DAMAGED',
  'JOURNAL_LOST',
  'DRILL_NOT_FOUND',
  'DRILL_RUNNING',
  'UNDO_INCOMPLETE',
  'INTERNAL',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** An error a person can act on: what happened, what to do now, and how things stand. */
export class DrillError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'DrillError'
    this.code = code
    this.hint = options.hint
  }
}

/** The sentence inside anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** The sentence and, in brackets, what to do now: for places that keep only one text. */
export function whatAndHint(thrown: unknown): string {
  const hint = thrown instanceof DrillError ? thrown.hint : undefined
  const what = messageOf(thrown).replace(/\.$/, '')
  return hint === undefined ? what : `${what} (${hint.replace(/\.$/, '')})`
}
