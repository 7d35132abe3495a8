/** A program of the user's own that says whether the platform is back: it passes if it ends with 0. */
export type Spec = SpecFrame &
  (
    | { readonly kind: 'command'; readonly command: string }
    /** Playwright specs, run by @playwright/test with the user's own configuration. Paths are as seen from the platform's folder. */
    | {
        readonly kind: 'playwright'
        readonly files: readonly string[]
        readonly config: string | undefined
        readonly project: string | undefined
        readonly baseUrl: string
        readonly retries: number
      }
  )

export interface SpecFrame {
  readonly id: string
  readonly withinMs: number
  /** What it finds in its environment besides what every program needs. */
  readonly environment: Readonly<Record<string, string>>
}
