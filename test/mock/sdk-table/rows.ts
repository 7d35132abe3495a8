import type { MockEffect } from '../../../src/mock/fault.ts'

/** One thing that goes wrong, in the words of a reader of the table. */
export interface Row {
  readonly fault: string
  /** One effect for all, or the first of a list that a provider can show: every provider has names of its own. */
  readonly effect: MockEffect | readonly MockEffect[]
  readonly timeoutMs?: number
  readonly tool?: boolean
  /** Over HTTP/2 a torn connection is a race between two ways of noticing it, at every try anew: any of these may come. */
  readonly eitherOverH2?: { readonly written: string; readonly are: readonly string[] }
}

// The SDKs read this header before any other; without it most of the time would go by in waiting.
const soon = { headers: { 'retry-after-ms': '20' } }
const TIMEOUT_MS = 700

function named(...names: readonly string[]): readonly MockEffect[] {
  return names.map(name => ({ kind: 'error', name, ...soon }))
}

const common: readonly Row[] = [
  { fault: '429, rate limit', effect: { kind: 'status', status: 429, ...soon } },
  { fault: '503 as HTML', effect: { kind: 'status', status: 503, body: 'html', ...soon } },
  {
    fault: 'reset before the head',
    effect: { kind: 'reset', after: 'nothing' },
    eitherOverH2: {
      written: '3 × Error ECONNRESET or 3 × TimeoutError',
      are: ['3 × Error ECONNRESET', '3 × TimeoutError'],
    },
  },
  { fault: 'no head, timeout 0.7 s', effect: { kind: 'stall', after: 'nothing' }, timeoutMs: TIMEOUT_MS },
  { fault: '200 with HTML', effect: { kind: 'body', of: 'html' } },
  { fault: '200 with nothing in it', effect: { kind: 'body', of: 'nothing' } },
  { fault: '200 with broken JSON', effect: { kind: 'body', of: 'broken-json' } },
  { fault: 'empty completion', effect: { kind: 'empty' } },
  { fault: 'question blocked by a filter', effect: { kind: 'blocked', what: 'prompt' } },
  { fault: 'answer blocked by a filter', effect: { kind: 'blocked', what: 'answer' } },
  { fault: 'tool arguments that break off', effect: { kind: 'malformedArguments' }, tool: true },
]

export const UNARY_ROWS: readonly Row[] = [
  ...common,
  {
    fault: '429, out of money or quota',
    effect: named(
      'insufficient_quota',
      'enforced_spend_limit_reached',
      'requests_per_day',
      'ServiceQuotaExceededException',
    ),
  },
  { fault: '400', effect: { kind: 'status', status: 400 } },
  {
    fault: '401, or as 403 where that is how a bad key is told',
    effect: [...named('UnrecognizedClientException'), { kind: 'status', status: 401 }],
  },
  { fault: '404, model gone', effect: { kind: 'status', status: 404 } },
  { fault: '408', effect: { kind: 'status', status: 408, ...soon } },
  { fault: '410', effect: { kind: 'status', status: 410 } },
  { fault: '424', effect: { kind: 'status', status: 424 } },
  { fault: '500', effect: { kind: 'status', status: 500, ...soon } },
  { fault: '502, page of the CDN', effect: { kind: 'status', status: 502, ...soon } },
  { fault: '503, overloaded', effect: { kind: 'status', status: 503, ...soon } },
  { fault: '529', effect: { kind: 'status', status: 529, ...soon } },
  {
    fault: '429 that says x-should-retry: false',
    effect: { kind: 'status', status: 429, headers: { 'x-should-retry': 'false', 'retry-after-ms': '20' } },
  },
  {
    fault: 'reset in the body',
    effect: { kind: 'reset', after: 1 },
    // An Error is tried again, a SyntaxError is not: it may come at any of the three tries, or at none.
    eitherOverH2: {
      written: '3 × Error 200 or 1 to 3 × SyntaxError 200',
      are: ['3 × Error 200', '1 × SyntaxError 200', '2 × SyntaxError 200', '3 × SyntaxError 200'],
    },
  },
  { fault: 'body cut short, ended properly', effect: { kind: 'truncate', afterChunks: 1 } },
  { fault: 'head, then silence, timeout 0.7 s', effect: { kind: 'stall', after: 'headers' }, timeoutMs: TIMEOUT_MS },
  { fault: 'another model answers', effect: { kind: 'wrongModel', model: 'nano', admitted: false } },
  { fault: 'plausible and untrue', effect: { kind: 'degrade', how: 'untrue' } },
  { fault: 'usage of nothing', effect: { kind: 'usage', promptTimes: 0, completionTimes: 0 } },
]

export const STREAMED_ROWS: readonly Row[] = [
  ...common,
  { fault: 'error event in mid-stream', effect: { kind: 'midStreamError', afterChunks: 6 } },
  {
    fault: '`response.failed` in mid-stream',
    effect: { kind: 'midStreamError', afterChunks: 6, name: 'response.failed' },
  },
  {
    fault: 'reset in mid-stream',
    effect: { kind: 'reset', after: 6 },
    eitherOverH2: {
      written: '1 × Error ECONNRESET or 1 × **silent**, a part',
      are: ['1 × Error ECONNRESET', '1 × **silent**, a part'],
    },
  },
  { fault: 'cut short, ended properly', effect: { kind: 'truncate', afterChunks: 6 } },
  { fault: 'half an event, ended properly', effect: { kind: 'halfFrame', afterChunks: 6 } },
  { fault: 'silence in mid-stream, timeout 0.7 s', effect: { kind: 'stall', after: 6 }, timeoutMs: TIMEOUT_MS },
]
