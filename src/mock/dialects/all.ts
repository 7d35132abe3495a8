import type { Wire } from '../wire.ts'
import { anthropic } from './anthropic/anthropic.ts'
import { azure } from './azure/azure.ts'
import { openai } from './openai/openai.ts'

/** All dialects there are. One that comes first is asked first whether a request is meant for it. */
export const WIRES: readonly [Wire, ...Wire[]] = [azure, anthropic, openai]
