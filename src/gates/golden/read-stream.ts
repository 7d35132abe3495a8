import { parsed } from '../../probes/answer.ts'
import { valueAt } from '../../probes/json-path.ts'

/** A streamed answer put together, and the last event that was JSON; a text where the stream broke off. */
export function readStream(
  body: string,
  { delta, done }: { readonly delta: string; readonly done: string },
): { readonly answer: string; readonly last: unknown } | string {
  let answer = ''
  let last: unknown
  let isDone = false
  for (const event of body.split(/\r?\n\r?\n/)) {
    const data = event
      .split(/\r?\n/)
      .filter(line => line.startsWith('data:'))
      .map(line => line.slice(5).replace(/^ /, ''))
      .join('\n')
    const name = /^event:\s*(.*)$/m.exec(event)?.[1]?.trim()
    // The terminal marker is what was said, or how the event is called.
    if (data.includes(done) || name === done) isDone = true
    const json = parsed(data)
    if (json === undefined) continue
    last = json
    const piece = valueAt(json, delta)
    if (typeof piece === 'string') answer += piece
  }
  return isDone
    ? { answer, last }
    : `the stream ended without ${JSON.stringify(done)}, after ${answer.length} characters`
}
