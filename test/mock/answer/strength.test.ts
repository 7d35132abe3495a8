import { expect, test } from 'vitest'
import { strengthOf } from '../../../src/mock/answer/strength.ts'

test.for([
  ['large', 2, ['gpt-5.2', 'gpt-5', 'o3', 'claude-opus-4-6', 'gemini-2.5-pro', 'mistral-large', 'qwen-max']],
  ['standard', 1, ['gpt-4o', 'claude-sonnet-4-6', 'llama-3.3-70b', 'gemini-2.5', 'of-our-own', '']],
  ['small', 1, ['gpt-5.2-mini', 'gpt-5.2-nano', 'claude-haiku-4-6', 'gemini-2.5-flash', 'llama-3.1-8b', 'o3-mini']],
] as const)('a model is %s by its name', ([strength, says, models]) => {
  for (const model of models) {
    expect([model, strengthOf(model).says]).toEqual([model, says])
    expect([model, strengthOf(model).weighsWords]).toEqual([model, strength !== 'small'])
  }
})
