import type { Wire } from '../wire.ts'
import { anthropic } from './anthropic/anthropic.ts'
import { azure } from './azure/azure.ts'
import { bedrock } from './bedrock/bedrock.ts'
import { gemini } from './google/gemini.ts'
import { openai } from './openai/openai.ts'
import { vertexClaude } from './vertex/claude.ts'
import { vertexGemini } from './vertex/gemini.ts'

/** All dialects there are. One that comes first is asked first whether a request is meant for it. */
export const WIRES: readonly [Wire, ...Wire[]] = [azure, bedrock, vertexClaude, vertexGemini, gemini, anthropic, openai]
