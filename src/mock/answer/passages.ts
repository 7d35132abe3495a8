import { stems } from './words.ts'

/** A text taken apart for answering: sentences, what each is about, and how many sentences know each word. */
export interface Passages {
  readonly sentences: readonly Sentence[]
  readonly sentencesWith: ReadonlyMap<string, number>
}

export interface Sentence {
  readonly text: string
  readonly words: ReadonlySet<string>
  /** The words of the heading it stands under and of the rest of its paragraph. */
  readonly around: ReadonlySet<string>
}

/** Takes the context apart. Headings and orders to the model are not answers; questions are not either. */
export function passages(context: string): Passages {
  const sentences: Sentence[] = []
  let heading: readonly string[] = []
  for (const paragraph of context.slice(-MAX_CHARACTERS).split(/\n[ \t]*\n/)) {
    const lines = unwrapped(paragraph.split('\n'))
    if (lines.some(isHeading)) heading = lines.filter(isHeading).flatMap(stems)
    const said = lines.filter(line => !isHeading(line))
    const around = new Set([...heading, ...said.flatMap(stems)])
    for (const text of said.flatMap(line => line.split(/(?<=[.!?])\s+/))) {
      if (isAnswer(text)) sentences.push({ text, words: new Set(stems(text)), around })
    }
  }
  return { sentences, sentencesWith: counted(sentences) }
}

// Nobody's context window is endless, and neither is our patience with one request.
const MAX_CHARACTERS = 400_000

/** Lines that go on where the one before stopped in mid-sentence, joined to it; list marks taken off. */
function unwrapped(lines: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (const line of lines.map(each => each.trim())) {
    const before = joined.at(-1)
    const goesOn = before !== undefined && !isHeading(before) && /[\p{L}\p{N},]$/u.test(before)
    if (goesOn && /^(?:\p{Ll}|\d+ )/u.test(line)) joined[joined.length - 1] = `${before} ${line}`
    else joined.push(bare(line))
  }
  return joined
}

/** Without the bullet, the number or the quotation mark of a list. */
function bare(line: string): string {
  return line.replace(/^(?:[-*•>]|\[\w{1,12}\]|\d{1,3}[.)])\s+/, '')
}

function isHeading(line: string): boolean {
  return line.startsWith('#') || line.endsWith(':')
}

function isAnswer(text: string): boolean {
  return text !== '' && !text.endsWith('?') && !ORDER.test(text)
}

// What tells the model who it is and how to speak, rather than anything about the world.
const ORDER = /^(You are (an? |the |\p{Lu})|Answer |Reply |Respond |Use only |Be \p{Ll}+ and |If nothing )/u

function counted(sentences: readonly Sentence[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { words } of sentences) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
