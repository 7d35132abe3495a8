import type { Dialect } from '../model/component.ts'
import type { Completion } from './answer/completion.ts'
import type { Conversation } from './answer/conversation.ts'
import type { Embedding } from './answer/embed.ts'
import type { Chunk, Reply } from './reply.ts'
import type { MockRequest } from './request.ts'

/** One provider's way of talking, as plain functions: a request in, a reply described. */
export interface Wire {
  readonly dialect: Dialect
  readonly endpoints: readonly Endpoint[]
  /** Whether a request is meant for this provider, judged by its headers: several share a path. */
  readonly claims: (request: MockRequest) => boolean
  /** What this provider says to a path it does not know. */
  readonly unknownUrl: (request: MockRequest) => Failure
  /** How this provider says that something went wrong. */
  readonly failure: (failure: Failure, mint: Mint) => Reply
  /** What it puts into a stream when something goes wrong after it began, unless the endpoint has words of its own. */
  readonly streamErrors: StreamErrors
  /** The errors it has a name for. */
  readonly errors: Readonly<Record<string, Failure>>
  readonly contract: Contract
  /** What it says instead of an answer to a question that its filter holds back; undefined if that is an answer too. */
  readonly blockedPrompt: Failure | undefined
}

/** How a provider tells its callers that they are behind the times. */
export interface Contract {
  /** The version of the API that a request speaks, if it says. */
  readonly version: (request: MockRequest) => string | undefined
  readonly versionRefused: (version: string) => Failure
  readonly parameterRefused: (parameter: string) => Failure
}

/** What a provider puts into a stream that fails, by name; the first is the usual one. `sent` counts the events before it. */
export type StreamErrors = Readonly<Record<string, (mint: Mint, sent: number) => Chunk['data']>>

export interface Endpoint {
  readonly method: 'GET' | 'POST'
  /** As a person would write it, for the message about a request that nobody serves. */
  readonly template: string
  readonly path: RegExp
  readonly read: (request: MockRequest, mint: Mint) => Reading
}

/** A request understood, or refused because the caller made a mistake. */
export type Reading =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'refusal'; readonly failure: Failure }

/** Something asked for correctly, not yet done. */
export type Job = CompletionJob | EmbeddingJob | LookupJob

export interface CompletionJob {
  readonly kind: 'completion'
  readonly model: string
  readonly streamed: boolean
  readonly conversation: Conversation
  readonly reply: (completion: Completion, pace: Pace) => Reply
  readonly streamErrors?: StreamErrors
  /** What is to be said, where that is settled. */
  readonly fixed?: Completion
}

export interface EmbeddingJob {
  readonly kind: 'embedding'
  readonly model: string
  readonly texts: readonly string[]
  /** The model's own number if undefined. */
  readonly dimensions: number | undefined
  readonly reply: (embedding: Embedding) => Reply
}

export interface LookupJob {
  readonly kind: 'lookup'
  readonly model: string | undefined
  readonly reply: () => Reply
}

/** How fast an answer comes. */
export interface Pace {
  readonly firstTokenMs: number
  /** Infinity: as fast as it can be written. */
  readonly tokensPerSecond: number
}

/** Something that goes wrong, before a dialect has put it into its own words. */
export interface Failure {
  readonly status: number
  /** The provider's usual words if undefined. */
  readonly message?: string
  readonly type?: string
  readonly code?: string
  readonly param?: string
  readonly model?: string | undefined
  readonly retryAfterMs?: number | undefined
  /** Whether it never says when to come back: waiting would not help. */
  readonly final?: boolean
  /** A page of the network in front of the provider instead of the provider's own words. */
  readonly html?: boolean
  /** What this provider says besides: an inner error, details. */
  readonly more?: Readonly<Record<string, unknown>>
}

/** What makes every answer unique: ids that repeat for the same seed, and the time of day. */
export interface Mint {
  readonly id: (prefix: string) => string
  readonly nowMs: () => number
}

/** A refusal, for endpoints to return. */
export function refuse(failure: Failure): Reading {
  return { kind: 'refusal', failure }
}
