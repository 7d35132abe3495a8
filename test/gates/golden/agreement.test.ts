import { expect, test } from 'vitest'
import { agreementOf } from '../../../src/gates/golden/agreement.ts'
import { nodeWorld } from '../../../src/world/node.ts'
import { smallServer } from '../../support/small-server.ts'
import { caseWith, meansWith, scorer } from './ground.ts'

test('a judge is held against what people said of the same answers', async () => {
  // It likes whatever names a number of days, and says nothing sensible of an empty answer.
  await using judge = await judging(said =>
    said.includes('<<<answer to judge>>>\n\n') ? 'hm' : `{"score": ${/judge>>>\n.*\d+ days/.test(said) ? 0.9 : 0.1}}`,
  )
  const world = nodeWorld()
  const means = await meansWith({
    world: { ...world, clock: { ...world.clock, sleep: async () => {} } },
    judge: {
      ...{ url: judge.url, model: 'strict', key: undefined, component: undefined },
      attempts: 2,
      timeoutMs: 2000,
    },
  })
  const labelled = [
    { answer: 'You have 30 days.', scoreRatio: 1 },
    { answer: 'No idea.', scoreRatio: 0 },
    // People know better.
    { answer: 'You have 14 days.', scoreRatio: 0 },
    { answer: '', scoreRatio: 0 },
  ]
  expect(
    await agreementOf(scorer({ kind: 'judge', criteria: 'is right' }), [caseWith({ labelled }), caseWith()], means),
  ).toEqual({ labels: 4, agreed: 2, undecided: 1 })
  // Twice of the answer it could not judge, once of each of the others.
  expect(judge.asked).toHaveLength(5)
})

/** A model that judges as it is told, over the wire that real ones speak. */
async function judging(verdictOn: (said: string) => string) {
  const asked: string[] = []
  const server = await smallServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const { messages } = JSON.parse(body) as { messages: readonly { content: string }[] }
    const said = messages.at(-1)?.content ?? ''
    asked.push(said)
    response.end(JSON.stringify({ choices: [{ message: { content: verdictOn(said) } }] }))
  })
  return { ...server, url: `${server.url}/v1/chat/completions`, asked }
}
