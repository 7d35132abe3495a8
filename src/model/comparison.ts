/** How one number may be held against another. */
export const COMPARISONS = ['<', '<=', '=', '!=', '>=', '>'] as const
export type Comparison = (typeof COMPARISONS)[number]

/** Whether a number stands so to another. What is no number stands in no way to any. */
export function compares(value: number, by: Comparison, than: number): boolean {
  switch (by) {
    case '<':
      return value < than
    case '<=':
      return value <= than
    case '=':
      return value === than
    case '!=':
      return !Number.isNaN(value) && value !== than
    case '>=':
      return value >= than
    case '>':
      return value > than
    default:
      return by satisfies never
  }
}
