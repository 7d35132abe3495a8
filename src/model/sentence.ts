/** What somebody else said, without its full stop: for sentences that quote it and end themselves. */
export function withoutStop(said: string): string {
  return said.replace(/(?<!\.)\.$/, '')
}
