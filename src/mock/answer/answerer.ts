import type { Completion, Said } from './completion.ts'
import type { Conversation } from './conversation.ts'
import { extract } from './extract.ts'
import { memory } from './memory.ts'
import { type Passages, passages } from './passages.ts'
import { exchange } from './question.ts'
import { strengthOf } from './strength.ts'
import { promptTokens, tokenPieces } from './tokens.ts'
import { toolCall } from './tool-call.ts'

/** What any model says when the context does not help. */
export const DO_NOT_KNOW = 'I do not know: nothing I was given answers this.'

/** All models at once: small extractive readers that answer from the context they are given, the same way every time. */
export type Answerer = (model: string, conversation: Conversation) => Completion

/**
 * Makes an answerer, which remembers what it said and the contexts it has taken apart: drills ask the same questions again
 * and again.
 */
export function answerer(): Answerer {
  const contexts = memory<Passages>(200)
  const completions = memory<Completion>(500)

  return (model, conversation) => {
    const name = nameOf(model, conversation)
    if (name === undefined || name.length > REMEMBER_CHARACTERS) return answer(model, conversation)
    return completions(name, () => answer(model, conversation))
  }

  function answer(model: string, conversation: Conversation): Completion {
    const { question, context } = exchange(conversation.turns)
    const call = toolCall(conversation, question)
    const said = call === undefined ? limited(read(model, question, context), conversation) : asked(call)
    return {
      said,
      servedBy: model,
      usage: {
        promptTokens: promptTokens(conversation),
        completionTokens: said.kind === 'nothing' ? 0 : said.pieces.length,
      },
    }
  }

  function read(model: string, question: string, context: string): string {
    return extract(question, takenApart(context), strengthOf(model)) ?? DO_NOT_KNOW
  }

  function takenApart(context: string): Passages {
    if (context.length > REMEMBER_CHARACTERS) return passages(context)
    return contexts(context, () => passages(context))
  }
}

const REMEMBER_CHARACTERS = 20_000

/** All that an answer depends on, as one text; undefined where it depends on tools too. */
function nameOf(model: string, { turns, tools, maxTokens, stop }: Conversation): string | undefined {
  if (tools.length > 0) return undefined
  // Every part says how long it is: two conversations never look the same.
  let name = `${maxTokens} ${sized(model)} ${stop.length} ${stop.map(sized).join('')}`
  for (const { role, text } of turns) name += `${role} ${sized(text)}`
  return name
}

function sized(text: string): string {
  return `${text.length}:${text}`
}

function asked(call: { readonly tool: string; readonly input: Readonly<Record<string, unknown>> }): Said {
  return { kind: 'tool-call', ...call, pieces: tokenPieces(JSON.stringify(call.input)) }
}

function limited(text: string, { maxTokens, stop }: Conversation): Said {
  const cuts = stop.flatMap(sequence => {
    const at = sequence === '' ? -1 : text.indexOf(sequence)
    return at < 0 ? [] : [{ at, sequence }]
  })
  const cut = cuts.sort((a, b) => a.at - b.at)[0]
  const pieces = tokenPieces(cut === undefined ? text : text.slice(0, cut.at))
  if (maxTokens !== undefined && pieces.length > maxTokens) {
    return { kind: 'text', pieces: pieces.slice(0, maxTokens), finish: 'length', stopSequence: undefined }
  }
  return { kind: 'text', pieces, finish: cut === undefined ? 'end' : 'stop-sequence', stopSequence: cut?.sequence }
}
