/** Every mistake a file can contain, by a name that stays for ever. */
export const PROBLEM_CODES = [
  'YAML_SYNTAX',
  'UNKNOWN_KEY',
  'MISSING_KEY',
  'WRONG_TYPE',
  'UNKNOWN_VALUE',
  'BAD_DURATION',
  'BAD_ADDRESS',
  'BAD_PLACEHOLDER',
  'BAD_NAME',
  'UNKNOWN_NAME',
  'DUPLICATE_NAME',
  'CONTRADICTION',
  'OUT_OF_RANGE',
  'NOT_AVAILABLE',
  'MISSING_FILE',
  'MISSING_ENV',
  'SECRET_TOO_SHORT',
  'CANNOT_BREAK',
  'CYCLE',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** One mistake in a file a person wrote: where, what, why it matters, and what to do now. Lines and columns count from 1. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly code: ProblemCode
  readonly what: string
  readonly why: string
  readonly now: string
}
