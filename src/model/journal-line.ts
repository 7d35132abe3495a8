/** On which line of the journal an event stands, as editors count: from 1. */
export function journalLine(seq: number): number {
  return seq + 1
}
