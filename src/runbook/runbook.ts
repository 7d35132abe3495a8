/** A runbook as people write it, read into what can be followed. Pure data. */
export interface Runbook {
  readonly file: string
  readonly title: string
  /** The names that its commands read from their environment. */
  readonly environment: readonly string[]
  readonly steps: readonly RunbookStep[]
}

/** One heading, and what stands below it. */
export interface RunbookStep {
  readonly title: string
  readonly line: number
  readonly owner: string | undefined
  readonly boxMs: number | undefined
  /** It is only for those who decided so. */
  readonly onlyIf: Condition | undefined
  readonly decide: Decision | undefined
  /** What no command can do, in words. */
  readonly byHand: string | undefined
  readonly commands: readonly RunbookCommand[]
}

export interface RunbookCommand {
  readonly line: number
  readonly shell: 'sh' | 'bash'
  readonly text: string
  readonly expect: readonly Expectation[]
  readonly exitCode: number
  readonly capture: readonly Capture[]
}

/** What the output must show: a text, or a pattern. */
export type Expectation =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pattern'; readonly pattern: string; readonly flags: string }

/** A value from the output that later commands find in their environment: a pattern's first group, or the last line. */
export interface Capture {
  readonly name: string
  readonly pattern: string | undefined
}

/** A question with a few answers; the one that is given is found in the environment under its name. */
export interface Decision {
  readonly name: string
  readonly question: string
  readonly answers: readonly string[]
  /** Whether it stands above the commands of its step or below them. */
  readonly asked: 'before' | 'after'
}

export interface Condition {
  readonly name: string
  readonly is: string
}
