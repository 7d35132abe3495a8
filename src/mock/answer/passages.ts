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
    const around = new Set(heading)
    for (const line of paragraph.split('\n').map(bare)) {
      if (isHeading(line)) heading = stems(line)
      for (const word of stems(line)) around.add(word)
      if (isHeading(line)) continue
      for (const text of line.split(/(?<=[.!?])\s+/)) {
        if (isAnswer(text)) sentences.push({ text, words: new Set(stems(text)), around })
      }
    }
  }
  return { sentences, sentencesWith: counted(sentences) }
}

// Nobody's context window is endless, and neither is our patience with one request.
const MAX_CHARACTERS = 400_000

/** Without the bullet, the number or the quotation mark of a list. */
function bare(line: string): string {
  return line.trim().replace(/^(?:[-*•>]|\[\w{1,12}\]|\d{1,3}[.)])\s+/, '')
}

function isHeading(line: string): boolean {
  return line.startsWith('#') || line.endsWith(':')
}

function isAnswer(text: string): boolean {
  return text !== '' && !text.endsWith('?') && !/^(you are|you're|answer|reply|respond|use (only )?the)\b/i.test(text)
}

function counted(sentences: readonly Sentence[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { words } of sentences) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
