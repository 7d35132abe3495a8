import { valueAt } from '../probes/json-path.ts'

/** What an answer says it took, or a quarter of the characters of question and answer: as models count on average. */
export function tokensOf(
  { body, heardBytes }: { readonly body: string | undefined; readonly heardBytes: number },
  sentBytes: number,
  at: string | undefined,
): number {
  const reckoned = Math.ceil((sentBytes + heardBytes) / 4)
  if (at === undefined || body === undefined) return reckoned
  try {
    const said = valueAt(JSON.parse(body), at)
    return typeof said === 'number' && said >= 0 ? said : reckoned
  } catch {
    return reckoned
  }
}
