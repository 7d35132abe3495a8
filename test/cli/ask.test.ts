import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { askOn } from '../../src/cli/ask.ts'
import { eventually } from '../support/wait.ts'

test('a question is asked until one of the answers is given, by its name or its number', async () => {
  const { input, said, asked } = asking()
  input.write('perhaps\n')
  await eventually('the question again', () => said().split('[1 restore, 2 train] > ').length === 3)
  expect(said()).toContain('"perhaps" is none of the answers')
  input.write('2\n')
  expect(await asked).toBe('train')
})

test.for([
  ['its input ends', (input: PassThrough): void => void input.end()],
  ['its terminal is gone', (input: PassThrough): void => void input.destroy(new Error('read EIO'))],
] as const)('a question is left to nobody when %s', async ([_, close]) => {
  const { input, asked } = asking()
  close(input)
  expect(await asked).toBeUndefined()
})

test('nobody is asked where no terminal is', () => {
  const { input, output } = streams()
  expect(askOn(Object.assign(input, { isTTY: false }), output)).toBeUndefined()
})

function asking() {
  const { input, output } = streams()
  let text = ''
  output.on('data', data => {
    text += data
  })
  const asked: Promise<string | undefined> | undefined = askOn(input, output)?.(
    'Which way back?',
    ['restore', 'train'],
    new AbortController().signal,
  )
  return { input: input as unknown as PassThrough, said: () => text, asked }
}

/** Two streams that say they are a terminal; more of it is not asked of them. */
function streams() {
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true })
  return {
    input: terminal() as unknown as NodeJS.ReadStream,
    output: terminal() as unknown as NodeJS.WriteStream,
  }
}
