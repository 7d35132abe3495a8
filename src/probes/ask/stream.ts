import type { Question } from '../../model/question.ts'
import { modeOf, parsed } from '../answer.ts'
import { valueAt } from '../json-path.ts'
import { type Asked, type Asking, excerpt, type Patience, right, wrong } from './answer.ts'

type Stream = Extract<Question, { kind: 'stream' }>

/** Asks for an answer in pieces, and hears it to its end: without its last marker it is cut short, even if HTTP says that all is well. */
export async function askStream(world: Asking, { request, good, modeAt }: Stream, patience: Patience): Promise<Asked> {
  const startedMs = world.clock.nowMs()
  const heard = listener(good.textAt)
  let firstMs: number | undefined
  const hear = (piece: string): void => {
    heard.hear(piece)
    if (firstMs === undefined && heard.text() !== '') firstMs = world.clock.nowMs() - startedMs
  }
  const outcome = await world.http.send(request, { ...patience, hear })
  if (outcome.kind === 'failed') return wrong(outcome.reason, outcome.detail, undefined, firstMs)
  if (outcome.status !== good.status) {
    return wrong('status', `${outcome.status} instead of ${good.status}: ${excerpt(outcome.body)}`)
  }
  const mode = modeAt === undefined ? undefined : heard.modeAt(modeAt)
  if (!outcome.body.includes(good.ends)) {
    const said = `ended without ${JSON.stringify(good.ends)} after ${heard.events()} events: ${excerpt(heard.text())}`
    return wrong('truncated', said, mode, firstMs)
  }
  if (good.contains !== undefined && !heard.text().includes(good.contains)) {
    const said = `${excerpt(heard.text())} does not contain ${JSON.stringify(good.contains)}`
    return wrong('wrong', said, mode, firstMs)
  }
  return right(mode, firstMs)
}

interface Listener {
  hear(piece: string): void
  /** All pieces of text so far. */
  text(): string
  events(): number
  /** The newest mode that some event admits to. */
  modeAt(path: string): string | undefined
}

/** Follows server-sent events, and of what they say the text. */
function listener(textAt: string | undefined): Listener {
  const said: string[] = []
  let text = ''
  let rest = ''
  const textOf = (data: string): string => {
    if (textAt === undefined) return data
    const piece = valueAt(parsed(data), textAt)
    return typeof piece === 'string' ? piece : ''
  }
  return {
    hear(piece) {
      const lines = (rest + piece).split(/\r\n|\n|\r/)
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [, data] = /^data: ?(.*)$/.exec(line) ?? []
        if (data === undefined) continue
        said.push(data)
        text += textOf(data)
      }
    },
    text: () => text,
    events: () => said.length,
    modeAt: path => said.map(data => modeOf(valueAt(parsed(data), path))).findLast(mode => mode !== undefined),
  }
}
