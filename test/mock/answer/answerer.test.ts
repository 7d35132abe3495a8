import { describe, expect, test } from 'vitest'
import { answerer, DO_NOT_KNOW } from '../../../src/mock/answer/answerer.ts'
import type { Conversation, Turn } from '../../../src/mock/answer/conversation.ts'
import { CONTEXT } from '../support.ts'

/** The words of an answer of this model to these turns. */
function said(turns: readonly Turn[], model = 'gpt-5.2', more: Partial<Conversation> = {}): string {
  const { said } = answerer()(model, {
    turns,
    tools: [],
    toolChoice: { kind: 'auto' },
    maxTokens: undefined,
    stop: [],
    ...more,
  })
  return said.kind === 'text' ? said.pieces.join('') : said.kind
}

function asked(context: string, question: string, model?: string): string {
  return said([system(context), user(question)], model)
}

const system = (text: string): Turn => ({ role: 'system', text })
const user = (text: string): Turn => ({ role: 'user', text })
const assistant = (text: string): Turn => ({ role: 'assistant', text })
const tool = (text: string): Turn => ({ role: 'tool', text })

const RETURNS = 'You may return any item within 30 days of delivery.'
const SHIPPING = 'We ship to Norway, Sweden and Denmark.'

describe('an answer comes from the context', () => {
  test.for([
    ['How long do I have to return an item?', RETURNS],
    ['how many days for returning items', RETURNS],
    ['Which countries do you ship to?', SHIPPING],
    ['Is shipping to sweden possible?', SHIPPING],
    ['How much do express orders cost?', 'Express orders cost 9 euros more.'],
    ['How long does a refund take?', 'A refund takes five working days.'],
  ] as const)('%s', ([question, answer]) => {
    for (const model of ['gpt-5.2', 'gpt-4o', 'gpt-4o-mini', 'claude-haiku-4-6']) {
      expect(asked(CONTEXT, question, model)).toBe(answer)
    }
  })

  test.for(['Who painted the Mona Lisa?', 'What is the boiling point of tungsten?', ''])(
    'and what the context does not hold is not known: "%s"',
    question => {
      expect(asked(CONTEXT, question)).toBe(DO_NOT_KNOW)
    },
  )

  test('and without a context nothing is known', () => {
    expect(said([user('Which countries do you ship to?')])).toBe(DO_NOT_KNOW)
    expect(said([])).toBe(DO_NOT_KNOW)
  })

  test('so damage to the context is damage to the answer', () => {
    const stale = CONTEXT.replace('30 days', '14 days')
    expect(asked(stale, 'How long do I have to return an item?')).toContain('14 days')
    const gone = CONTEXT.replace(RETURNS, '')
    expect(asked(gone, 'How long do I have to return an item?')).not.toContain('30 days')
  })

  test('and is the same every time', () => {
    const model = answerer()
    const conversation: Conversation = {
      turns: [system(CONTEXT), user('Where do you ship to?')],
      tools: [],
      toolChoice: { kind: 'auto' },
      maxTokens: undefined,
      stop: [],
    }
    expect(model('gpt-5.2', conversation)).toEqual(model('gpt-5.2', conversation))
    expect(answerer()('gpt-5.2', conversation)).toEqual(model('gpt-5.2', conversation))
  })
})

describe('the context is found wherever it stands', () => {
  test.for([
    ['in the system message', [system(SHIPPING), user('Where do you ship to?')]],
    ['in an earlier turn of the user', [user(SHIPPING), assistant('Thank you.'), user('Where do you ship to?')]],
    ['before the question in one message', [user(`${SHIPPING}\n\nWhere do you ship to?`)]],
    ['before the question in one line', [user(`${SHIPPING} Where do you ship to?`)]],
    ['before a marked question', [user(`Context: ${SHIPPING}\nQuestion: where do you ship to\nAnswer:`)]],
    ['in the result of a tool', [user('Where do you ship to?'), assistant(''), tool(SHIPPING)]],
  ] as const)('%s', ([, turns]) => {
    expect(said(turns)).toContain('Norway')
  })

  test('but what the model said itself is no evidence', () => {
    expect(said([user('Where do you ship to?'), assistant('We ship to Mars.'), user('Where do you ship to?')])).toBe(
      DO_NOT_KNOW,
    )
  })

  test('and neither a question nor an order to the model is an answer', () => {
    const orders = 'You are a shipping agent who ships. Answer with where we ship to. Where do you ship to?'
    expect(asked(orders, 'Where do you ship to?')).toBe(DO_NOT_KNOW)
  })
})

describe('a weaker model really is weaker', () => {
  test('it does not see under which heading a sentence stands', () => {
    const context = '# Returns\nThirty days from delivery.\n\n# Exchanges\nSixty days from delivery.'
    const question = 'How many days until delivery of exchanges?'
    expect(asked(context, question, 'gpt-4o')).toBe('Sixty days from delivery.')
    expect(asked(context, question, 'gpt-4o-mini')).toBe('Thirty days from delivery.')
  })

  test('it lets common words count as much as rare ones', () => {
    const common = ['is confirmed', 'is packed', 'has a number', 'is tracked', 'is insured', 'is signed for']
    const sentences = common.map(what => `An order with delivery ${what}.`)
    const context = [...sentences, 'A warranty lasts three years.'].join('\n')
    const question = 'Which warranty has an order with delivery?'
    expect(asked(context, question, 'claude-sonnet-4-6')).toBe('A warranty lasts three years.')
    expect(asked(context, question, 'claude-haiku-4-6')).not.toBe('A warranty lasts three years.')
  })

  test('it loses what stands far down', () => {
    const filler = Array.from({ length: 100 }, (_, i) => `Shelf ${i} holds boxes.`)
    const context = [...filler, SHIPPING].join('\n')
    expect(asked(context, 'Which countries do you ship to?', 'gpt-4o')).toBe(SHIPPING)
    expect(asked(context, 'Which countries do you ship to?', 'gpt-4o-mini')).toBe(DO_NOT_KNOW)
  })

  test('only a large one answers both halves of a question', () => {
    const question = 'How long may I return an item, and how long does a refund take?'
    expect(asked(CONTEXT, question, 'claude-opus-4-6')).toBe(`${RETURNS} A refund takes five working days.`)
    expect(asked(CONTEXT, question, 'claude-sonnet-4-6')).toBe(RETURNS)
  })
})

describe('an answer is cut', () => {
  const turns = [system(SHIPPING), user('Where do you ship to?')]

  test('to the tokens that were allowed', () => {
    expect(said(turns, 'm', { maxTokens: 3 })).toBe('We ship to')
    expect(said(turns, 'm', { maxTokens: 100 })).toBe(SHIPPING)
  })

  test('at the first of the stop sequences', () => {
    expect(said(turns, 'm', { stop: ['Denmark', ', Sw', 'absent', ''] })).toBe('We ship to Norway')
  })
})

describe('a long or odd context', () => {
  test('is read from its end, as far as anybody reads', () => {
    const context = `${'word '.repeat(200_000)}\n${SHIPPING}`
    expect(asked(context, 'Which countries do you ship to?')).toBe(SHIPPING)
  })

  test('whose lines are wrapped in mid-sentence is put together again', () => {
    const context = '# Shipping\nWe ship to Norway, Sweden\nand Denmark within\n3 days.\n- Returns take longer.'
    expect(asked(context, 'Which countries do you ship to?')).toBe(
      'We ship to Norway, Sweden and Denmark within 3 days.',
    )
  })

  test.for(['\n'.repeat(1000), '?'.repeat(1000), '#', '- ', '\u0000\ud83d', '。日本語の文です。'])(
    'does no harm: %j',
    context => {
      expect(asked(context, 'Which countries do you ship to?')).toBe(DO_NOT_KNOW)
    },
  )

  test('is answered from in other scripts too', () => {
    expect(asked('Возврат возможен в течение 30 дней.\nДоставка стоит 5 евро.', 'Сколько стоит доставка?')).toBe(
      'Доставка стоит 5 евро.',
    )
  })
})
