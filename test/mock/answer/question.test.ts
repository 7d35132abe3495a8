import { expect, test } from 'vitest'
import { exchange } from '../../../src/mock/answer/question.ts'

test.for([
  ['one line', 'Where do you ship to?', 'Where do you ship to?', ''],
  ['facts and a question in one line', 'I am in Oslo. Do you ship here?', 'Do you ship here?', 'I am in Oslo.'],
  ['facts, then a line', 'We ship to Oslo.\nshipping to Oslo', 'shipping to Oslo', 'We ship to Oslo.'],
  ['a mark', 'Fact one.\nQuestion: why\nis that so', 'why\nis that so', 'Fact one.'],
  ['several marks', 'Question: one?\nQuery: two?', 'two?', 'Question: one?'],
  ['nothing', '  \n ', '', ''],
] as const)('the question is the end of what the user said: %s', ([, text, question, context]) => {
  expect(exchange([{ role: 'user', text }])).toEqual({ question, context })
})

test('what stands before and after the last word of the user is context, except what the model said', () => {
  const turns = [
    { role: 'system', text: 'S' },
    { role: 'user', text: 'earlier' },
    { role: 'assistant', text: 'guess' },
    { role: 'user', text: 'Q?' },
    { role: 'user', text: ' ' },
    { role: 'tool', text: 'T' },
  ] as const
  expect(exchange(turns)).toEqual({ question: 'Q?', context: 'S\n\nearlier\n\nT' })
})

test('a question without end is read from its end', () => {
  const { question } = exchange([{ role: 'user', text: `${'a '.repeat(1_000_000)}the end?` }])
  expect(question).toHaveLength(10_000)
  expect(question).toMatch(/the end\?$/)
})
