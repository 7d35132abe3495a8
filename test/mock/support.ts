import { type MockControl, mockControl } from '../../src/mock/control-client.ts'
import type { MockEffect, MockFault } from '../../src/mock/fault.ts'
import { type MockServer, type MockServerOptions, startMockServer } from '../../src/mock/server.ts'

export const TOKEN = 'a-token-for-tests'

/** A mock that answers at once, with its control. */
export async function startMock(
  options: Partial<MockServerOptions> = {},
): Promise<MockServer & { readonly control: MockControl }> {
  const server = await startMockServer({ token: TOKEN, firstTokenMs: 0, onTrouble: () => {}, ...options })
  return { ...server, control: mockControl(server.controlUrl, TOKEN) }
}

/** A fault that hits everything, with this effect. */
export function always(effect: MockEffect, more: Partial<MockFault> = {}): MockFault {
  return { match: {}, shareRatio: 1, effect, ...more }
}

export const CONTEXT = `You are the support agent of Fjord Goods. Answer only from what follows.

# Returns
You may return any item within 30 days of delivery. A refund takes five working days.

# Shipping
We ship to Norway, Sweden and Denmark. Express orders cost 9 euros more.`

export const QUESTION = 'Which countries do you ship to?'
export const ANSWER = 'We ship to Norway, Sweden and Denmark.'

/** Waits for something to become true; a test that waits too long says so instead of hanging. */
export async function eventually(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  limitMs = 15_000,
): Promise<void> {
  const endMs = performance.now() + limitMs
  while (!(await isTrue())) {
    if (performance.now() > endMs) throw new Error(`waited ${limitMs} ms in vain for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

/** A chat request, as fetch takes it. */
export function chatRequest(body: object = {}): RequestInit {
  return {
    method: 'POST',
    headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-5.2',
      messages: [
        { role: 'system', content: CONTEXT },
        { role: 'user', content: QUESTION },
      ],
      ...body,
    }),
  }
}

/** A messages request, as fetch takes it. */
export function messagesRequest(body: object = {}, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { authorization: 'Bearer key', 'anthropic-version': '2026-10-21', ...headers },
    body: JSON.stringify({
      model: 'claude-opus-4-6',
      max_tokens: 100,
      system: CONTEXT,
      messages: [{ role: 'user', content: QUESTION }],
      ...body,
    }),
  }
}

/** A request to the Responses API, as fetch takes it. */
export function responsesRequest(body: object = {}): RequestInit {
  return chatRequest({ messages: undefined, instructions: CONTEXT, input: QUESTION, ...body })
}

/** A request for an embedding, as fetch takes it. */
export function embeddingRequest(body: object = {}): RequestInit {
  return chatRequest({ messages: undefined, model: 'text-embedding-3-small', input: QUESTION, ...body })
}

/** A request for content, as fetch takes it. */
export function generateRequest(body: object = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'x-goog-api-key': 'key', authorization: 'Bearer key' },
    body: JSON.stringify({
      systemInstruction: { parts: [{ text: CONTEXT }] },
      contents: [{ role: 'user', parts: [{ text: QUESTION }] }],
      ...body,
    }),
  }
}

/** A request to converse, as fetch takes it. */
export function converseRequest(body: object = {}): RequestInit {
  return {
    method: 'POST',
    headers: { authorization: 'Bearer key' },
    body: JSON.stringify({
      system: [{ text: CONTEXT }],
      messages: [{ role: 'user', content: [{ text: QUESTION }] }],
      ...body,
    }),
  }
}
