import type { AnswerPlaces, GoldenAsk } from '../../model/golden.ts'
import { parsed } from '../../probes/answer.ts'
import { valueAt } from '../../probes/json-path.ts'
import { readStream } from './read-stream.ts'
import type { Reply, Source, ToolCall } from './reply.ts'

/** What an answer holds; a text where it holds none that could be scored, and says why. */
export function readReply(
  body: string,
  ask: GoldenAsk,
): (Omit<Reply, 'tookMs'> & { readonly conversation?: string }) | string {
  if (ask.stream !== undefined) {
    const read = readStream(body, ask.stream)
    if (typeof read === 'string') return read
    return { ...readPlaces(read.last, ask.at), answer: read.answer }
  }
  const json = parsed(body)
  if (json === undefined) return `the answer is not JSON: ${body.slice(0, 200)}`
  const answer = valueAt(json, ask.at.answer)
  if (answer === undefined || answer === null) return `the answer has nothing at ${ask.at.answer}`
  return { ...readPlaces(json, ask.at), answer: textOf(answer) }
}

function readPlaces(
  json: unknown,
  at: AnswerPlaces,
): Omit<Reply, 'tookMs' | 'answer'> & { readonly conversation?: string } {
  const find = (path: string | undefined) => (path === undefined ? undefined : valueAt(json, path))
  const conversation = find(at.conversation)
  return {
    sources: sourcesIn(find(at.sources)),
    tools: toolsIn(find(at.tools)),
    mode: modeIn(find(at.mode)),
    tokens: numberIn(find(at.tokens)),
    costUsd: numberIn(find(at.costUsd)),
    ...(conversation === undefined || conversation === null ? {} : { conversation: textOf(conversation) }),
  }
}

/** Platforms name the same things differently; the first name that is there counts. */
function sourcesIn(value: unknown): readonly Source[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.map((item, index): Source => {
    if (typeof item === 'string') return { id: item, text: item }
    const id = firstText(item, ['id', 'source', 'document', 'title', 'url', 'name'])
    return { id: id ?? String(index + 1), text: firstText(item, ['text', 'content', 'passage', 'snippet', 'body']) }
  })
}

function toolsIn(value: unknown): readonly ToolCall[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.map((item): ToolCall => {
    if (typeof item === 'string') return { name: item, arguments: {} }
    const called = objectIn(objectIn(item)?.function) ?? objectIn(item) ?? {}
    const given = called.arguments ?? called.args ?? called.input
    const read = typeof given === 'string' ? parsed(given) : (given ?? {})
    return { name: firstText(called, ['name', 'tool']) ?? '', arguments: objectIn(read) }
  })
}

function firstText(value: unknown, names: readonly string[]): string | undefined {
  const object = objectIn(value)
  const found = names.map(name => object?.[name]).find(text => typeof text === 'string' || typeof text === 'number')
  return found === undefined ? undefined : String(found)
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}

/** A platform that is not degraded says null, false, nothing or an empty text. */
function modeIn(value: unknown): string | undefined {
  return value === undefined || value === null || value === false || value === '' ? undefined : textOf(value)
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
