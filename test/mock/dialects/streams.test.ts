import { expect, test } from 'vitest'
import { chatRequest, messagesRequest, startMock } from '../support.ts'

/** The very bytes of a stream, with what is different each time made the same. */
async function stream(path: string, init: RequestInit): Promise<readonly string[]> {
  await using mock = await startMock()
  const response = await fetch(`${mock.url}${path}`, init)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const text = (await response.text()).replaceAll(/"created":\d+/g, '"created":1')
  expect(text).toMatch(/\n\n$/)
  return text
    .replaceAll(/(chatcmpl|call|msg|toolu)[-_][0-9a-z]{24}/g, '$1')
    .slice(0, -2)
    .split('\n\n')
}

const short = [
  { role: 'system', content: 'We ship to Norway.' },
  { role: 'user', content: 'Do you ship?' },
]
const tool = { name: 'ship', description: 'ships', parameters: { properties: { express: { type: 'boolean' } } } }

function chunk(rest: string): string {
  const start = '"id":"chatcmpl","object":"chat.completion.chunk","created":1,"model":"gpt-5.2"'
  return `data: {${start},"service_tier":"default","system_fingerprint":"fp_44709d6fcb","choices":[${rest}}`
}

function delta(value: string, finish = 'null'): string {
  return chunk(`{"index":0,"delta":${value},"logprobs":null,"finish_reason":${finish}}]`)
}

test('a chat streams data without event names, and [DONE] at the end', async () => {
  expect(await stream('/v1/chat/completions', chatRequest({ stream: true, messages: short }))).toEqual([
    delta('{"role":"assistant","content":"","refusal":null}'),
    delta('{"content":"We"}'),
    delta('{"content":" ship"}'),
    delta('{"content":" to"}'),
    delta('{"content":" Norway."}'),
    delta('{}', '"stop"'),
    'data: [DONE]',
  ])
})

test('a chat streams a tool call as its name first and its arguments after', async () => {
  const tools = [{ type: 'function', function: tool }]
  expect(await stream('/v1/chat/completions', chatRequest({ stream: true, messages: short, tools }))).toEqual([
    delta(
      '{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call","type":"function","function":{"name":"ship","arguments":""}}],"refusal":null}',
    ),
    delta('{"tool_calls":[{"index":0,"function":{"arguments":"{\\"expres"}}]}'),
    delta('{"tool_calls":[{"index":0,"function":{"arguments":"s\\":true}"}}]}'),
    delta('{}', '"tool_calls"'),
    'data: [DONE]',
  ])
})

test('a message streams named events', async () => {
  const body = { stream: true, system: 'We ship to Norway.', messages: short.slice(1) }
  expect(await stream('/v1/messages', messagesRequest(body))).toEqual([
    'event: message_start\ndata: {"type":"message_start","message":{"id":"msg","type":"message","role":"assistant","model":"claude-opus-4-6","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":14,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}',
    'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
    'event: ping\ndata: {"type":"ping"}',
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"We"}}',
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" ship"}}',
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" to"}}',
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" Norway."}}',
    'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}',
    'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":4}}',
    'event: message_stop\ndata: {"type":"message_stop"}',
  ])
})

test('a message streams a tool call as pieces of JSON', async () => {
  const tools = [{ name: 'ship', description: 'ships', input_schema: tool.parameters }]
  const body = { stream: true, system: 'We ship to Norway.', messages: short.slice(1), tools }
  const events = await stream('/v1/messages', messagesRequest(body))
  expect(events.slice(1, -2)).toEqual([
    'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu","name":"ship","input":{}}}',
    'event: ping\ndata: {"type":"ping"}',
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"expres"}}',
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"s\\":true}"}}',
    'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}',
  ])
  expect(events.at(-2)).toContain('"stop_reason":"tool_use"')
})
