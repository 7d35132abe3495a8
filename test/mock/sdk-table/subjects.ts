import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { type GenerateContentParameters, GoogleGenAI } from '@google/genai'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import OpenAI from 'openai'
import { CONTEXT, QUESTION } from '../support.ts'

/** Something that asks a provider, the way its users do, and hands on what it got. */
export interface Subject {
  readonly name: string
  /** The answer as the program behind the SDK sees it: its text, the arguments of a call, or nothing. */
  readonly ask: (at: Asking) => Promise<string | undefined>
}

export interface Asking {
  readonly url: string
  /** The SDK's own timeout; its default if undefined. */
  readonly timeoutMs: number | undefined
  /** Whether there is a tool to be called. */
  readonly tool: boolean
}

export const UNARY: readonly Subject[] = [
  {
    name: 'openai 7.55 chat',
    ask: async at => {
      const { choices } = (await openai(at).chat.completions.create(chat(at))) ?? {}
      return choices?.[0]?.message.content ?? callOf(choices?.[0]?.message.tool_calls?.[0])
    },
  },
  {
    name: 'openai 7.55 responses',
    ask: async at => {
      const response = await openai(at).responses.create(responding(at))
      const item = response?.output?.[0]
      return item?.type === 'function_call' ? item.arguments : response?.output_text
    },
  },
  {
    name: 'anthropic 1.11',
    ask: async at => anthropicText((await anthropic(at).messages.create(message(at)))?.content),
  },
  {
    name: 'genai 3.1',
    ask: async at => {
      const { text, functionCalls } = await gemini(at).models.generateContent(contents(at))
      return text ?? argsOf(functionCalls?.[0]?.args)
    },
  },
  {
    name: 'bedrock 3.1162 (h2)',
    ask: at => converse(bedrock(at, false), at),
  },
  {
    name: 'bedrock 3.1162 (HTTP/1.1)',
    ask: at => converse(bedrock(at, true), at),
  },
]

export const STREAMED: readonly Subject[] = [
  {
    name: 'openai 7.55 chat',
    ask: async at => {
      let text = ''
      for await (const { choices } of await openai(at).chat.completions.create({ ...chat(at), stream: true })) {
        const delta = choices?.[0]?.delta
        text += delta?.content ?? delta?.tool_calls?.[0]?.function?.arguments ?? ''
      }
      return text
    },
  },
  {
    name: '… .finalChatCompletion()',
    ask: async at => {
      const [choice] = (await openai(at).chat.completions.stream(chat(at)).finalChatCompletion()).choices
      return choice?.message.content ?? callOf(choice?.message.tool_calls?.[0])
    },
  },
  {
    name: 'openai 7.55 responses',
    ask: async at => {
      let text = ''
      for await (const event of await openai(at).responses.create({ ...responding(at), stream: true })) {
        if (event.type === 'response.output_text.delta') text += event.delta
        if (event.type === 'response.function_call_arguments.delta') text += event.delta
      }
      return text
    },
  },
  {
    name: 'anthropic 1.11',
    ask: async at => {
      let text = ''
      for await (const event of await anthropic(at).messages.create({ ...message(at), stream: true })) {
        if (event.type !== 'content_block_delta') continue
        if (event.delta.type === 'text_delta') text += event.delta.text
        if (event.delta.type === 'input_json_delta') text += event.delta.partial_json
      }
      return text
    },
  },
  {
    name: '… .finalMessage()',
    ask: async at => anthropicText((await anthropic(at).messages.stream(message(at)).finalMessage()).content),
  },
  {
    name: 'genai 3.1',
    ask: async at => {
      let text = ''
      for await (const chunk of await gemini(at).models.generateContentStream(contents(at))) {
        text += chunk.text ?? argsOf(chunk.functionCalls?.[0]?.args) ?? ''
      }
      return text
    },
  },
  {
    name: 'bedrock 3.1162 (h2)',
    ask: at => converseStream(bedrock(at, false), at),
  },
  {
    name: 'bedrock 3.1162 (HTTP/1.1)',
    ask: at => converseStream(bedrock(at, true), at),
  },
]

const user = { role: 'user' as const, content: QUESTION }
const tool = { name: 'look_up_shipping', description: 'Looks up where we ship to.' }
const parameters = { type: 'object' as const, properties: { question: { type: 'string' } } }

function timeout({ timeoutMs }: Asking): { timeout?: number } {
  return timeoutMs === undefined ? {} : { timeout: timeoutMs }
}

function openai(at: Asking): OpenAI {
  return new OpenAI({ baseURL: `${at.url}/v1`, apiKey: 'key', ...timeout(at) })
}

function chat({ tool: withTool }: Asking) {
  const tools = [{ type: 'function' as const, function: { ...tool, parameters } }]
  const messages = [{ role: 'system' as const, content: CONTEXT }, user]
  return { model: 'gpt-5.2', messages, ...(withTool ? { tools } : {}) }
}

function responding({ tool: withTool }: Asking) {
  const tools = [{ type: 'function' as const, ...tool, parameters, strict: false }]
  return { model: 'gpt-5.2', instructions: CONTEXT, input: QUESTION, ...(withTool ? { tools } : {}) }
}

function callOf(call: OpenAI.Chat.ChatCompletionMessageToolCall | undefined): string | undefined {
  return call?.type === 'function' ? call.function.arguments : undefined
}

function argsOf(args: object | undefined): string | undefined {
  return args === undefined ? undefined : JSON.stringify(args)
}

function anthropic(at: Asking): Anthropic {
  return new Anthropic({ baseURL: at.url, apiKey: 'key', ...timeout(at) })
}

function message({ tool: withTool }: Asking) {
  const tools = [{ ...tool, input_schema: parameters }]
  return {
    model: 'claude-opus-4-6',
    max_tokens: 100,
    system: CONTEXT,
    messages: [user],
    ...(withTool ? { tools } : {}),
  }
}

function anthropicText(content: Anthropic.Message['content'] | undefined): string | undefined {
  const block = content?.[0]
  if (block?.type === 'tool_use') return argsOf(block.input as object)
  return block?.type === 'text' ? block.text : undefined
}

function gemini(at: Asking): GoogleGenAI {
  return new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl: at.url, ...timeout(at) } })
}

function contents({ tool: withTool }: Asking): GenerateContentParameters {
  const tools = [{ functionDeclarations: [{ ...tool, parametersJsonSchema: parameters }] }]
  const config = { systemInstruction: CONTEXT, ...(withTool ? { tools } : {}) }
  return { model: 'gemini-3-pro', contents: QUESTION, config }
}

function bedrock({ url, timeoutMs }: Asking, http1: boolean): BedrockRuntimeClient {
  const requestTimeout = timeoutMs === undefined ? {} : { requestTimeout: timeoutMs, throwOnRequestTimeout: true }
  return new BedrockRuntimeClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'mock' },
    requestHandler: http1 ? new NodeHttpHandler(requestTimeout) : requestTimeout,
  })
}

function conversation({ tool: withTool }: Asking) {
  const toolConfig = { tools: [{ toolSpec: { ...tool, inputSchema: { json: parameters } } }] }
  return {
    modelId: 'amazon.nova-pro-v1:0',
    system: [{ text: CONTEXT }],
    messages: [{ role: 'user' as const, content: [{ text: QUESTION }] }],
    ...(withTool ? { toolConfig } : {}),
  }
}

async function converse(client: BedrockRuntimeClient, at: Asking): Promise<string | undefined> {
  try {
    const { output } = await client.send(new ConverseCommand(conversation(at)))
    const block = output?.message?.content?.[0]
    return block?.text ?? argsOf(block?.toolUse?.input as object | undefined)
  } finally {
    client.destroy()
  }
}

async function converseStream(client: BedrockRuntimeClient, at: Asking): Promise<string> {
  try {
    let text = ''
    const { stream } = await client.send(new ConverseStreamCommand(conversation(at)))
    for await (const { contentBlockDelta } of stream ?? []) {
      text += contentBlockDelta?.delta?.text ?? contentBlockDelta?.delta?.toolUse?.input ?? ''
    }
    return text
  } finally {
    client.destroy()
  }
}
