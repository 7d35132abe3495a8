import { describe, expect, test } from 'vitest'
import type { Conversation, Tool, Turn } from '../../../src/mock/answer/conversation.ts'
import { toolCall } from '../../../src/mock/answer/tool-call.ts'

const weather: Tool = {
  name: 'getWeather',
  description: 'Current weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
}
const order: Tool = {
  name: 'find_order',
  description: 'Finds an order by its number',
  parameters: { type: 'object', properties: { number: { type: 'integer' } } },
}

function called(question: string, more: Partial<Conversation> = {}): ReturnType<typeof toolCall> {
  const turns: readonly Turn[] = [{ role: 'user', text: question }]
  const conversation = {
    turns,
    tools: [weather, order],
    toolChoice: { kind: 'auto' },
    maxTokens: undefined,
    stop: [],
  } as const
  return toolCall({ ...conversation, ...more }, question)
}

describe('which tool is called', () => {
  test('the one that the question is about', () => {
    expect(called('What is the weather in Oslo?')?.tool).toBe('getWeather')
    expect(called('Where is my order 1234?')?.tool).toBe('find_order')
  })

  test('none, if the question is about none', () => {
    expect(called('Hello!')).toBeUndefined()
  })

  test('none, if none may be called', () => {
    expect(called('What is the weather?', { toolChoice: { kind: 'none' } })).toBeUndefined()
    expect(called('What is the weather?', { tools: [] })).toBeUndefined()
  })

  test('some, if one must be called', () => {
    expect(called('Hello!', { toolChoice: { kind: 'required' } })?.tool).toBe('getWeather')
  })

  test('the one that was named, and none of an unknown name', () => {
    expect(called('Hello!', { toolChoice: { kind: 'named', name: 'find_order' } })?.tool).toBe('find_order')
    expect(called('Hello!', { toolChoice: { kind: 'named', name: 'absent' } })).toBeUndefined()
  })

  test('none again, once a result is there', () => {
    const turns: readonly Turn[] = [
      { role: 'user', text: 'What is the weather in Oslo?' },
      { role: 'tool', text: 'Rain.' },
    ]
    expect(called('What is the weather in Oslo?', { turns })).toBeUndefined()
    expect(called('What is the weather in Oslo?', { turns, toolChoice: { kind: 'required' } })?.tool).toBe('getWeather')
  })
})

describe('the arguments fit the schema and come from the question', () => {
  test.for([
    ['a name', { type: 'string' }, 'Oslo'],
    ['a number', { type: 'number' }, 12.5],
    ['a whole number', { type: 'integer' }, 12],
    ['a choice that was named', { enum: ['small', 'large'] }, 'large'],
    ['a choice that was not named', { enum: ['red', 'blue'] }, 'red'],
    ['one value only', { const: 7 }, 7],
    ['a yes or no', { type: 'boolean' }, true],
    ['nothing', { type: 'null' }, null],
    ['a default', { type: 'string', default: 'metric' }, 'metric'],
    ['a list', { type: 'array', items: { type: 'string' } }, ['Oslo']],
    ['one of several types', { type: ['string', 'null'] }, 'Oslo'],
    ['an object', { type: 'object', properties: { to: { type: 'string' } } }, { to: 'Oslo' }],
    ['an object that does not say so', { properties: { to: {} } }, { to: 'Oslo' }],
    ['no schema at all', {}, 'Oslo'],
  ] as const)('%s', ([, schema, value]) => {
    const tool: Tool = { ...weather, parameters: { type: 'object', properties: { value: schema } } }
    expect(called('What weather is it in Oslo at 12.5 degrees, large?', { tools: [tool] })?.input).toEqual({ value })
  })

  test('a quotation is taken before a name, and the whole question if there is neither', () => {
    expect(called('Weather in "New York" or Oslo?')?.input).toEqual({ city: 'New York' })
    expect(called('how is the weather')?.input).toEqual({ city: 'how is the weather' })
  })

  test('numbers have a value even if none was said', () => {
    expect(called('Where is my order?')?.input).toEqual({ number: 1 })
    const tool: Tool = { ...order, parameters: { type: 'object', properties: { n: { type: 'integer', minimum: 5 } } } }
    expect(called('Where is my order?', { tools: [tool] })?.input).toEqual({ n: 5 })
  })

  test('a schema without end is filled to a depth', () => {
    const endless: Record<string, unknown> = { type: 'object' }
    endless.properties = { again: endless }
    const tool: Tool = { ...order, parameters: endless }
    expect(JSON.stringify(called('Where is my order?', { tools: [tool] })?.input)).toMatch(/^(\{"again":)+\{\}\}+$/)
  })

  test('no parameters are no arguments', () => {
    expect(called('Where is my order?', { tools: [{ ...order, parameters: {} }] })?.input).toEqual({})
  })
})
