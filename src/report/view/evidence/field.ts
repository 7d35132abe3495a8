/** One of the fifty things an auditor looks for in the record of a drill. */
export interface EvidenceField {
  readonly number: number
  readonly name: string
  /** Empty where the drill gives no evidence of it. */
  readonly text: string
}

/** A field, with a text or with nothing to show for it. */
export function field(number: number, name: string, text: string | undefined = ''): EvidenceField {
  return { number, name, text }
}

/** Several things in one text; empty if there are none. */
export function all(texts: readonly string[], between = '; '): string {
  return texts.filter(text => text !== '').join(between)
}
