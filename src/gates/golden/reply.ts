/** What the platform answered to one case, with everything the set says where to find. */
export interface Reply {
  readonly answer: string
  /** Undefined where the set does not say where sources stand, or the answer has none. */
  readonly sources: readonly Source[] | undefined
  readonly tools: readonly ToolCall[] | undefined
  readonly mode: string | undefined
  readonly tokens: number | undefined
  readonly costUsd: number | undefined
  readonly tookMs: number
}

export interface Source {
  readonly id: string
  readonly text: string | undefined
}

export interface ToolCall {
  readonly name: string
  /** Undefined where they are no JSON object. */
  readonly arguments: Readonly<Record<string, unknown>> | undefined
}
