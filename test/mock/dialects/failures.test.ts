import { describe, expect, test } from 'vitest'
import { anthropicFailure } from '../../../src/mock/dialects/anthropic/failures.ts'
import { openaiFailure } from '../../../src/mock/dialects/openai/failures.ts'
import type { Failure, Mint } from '../../../src/mock/wire.ts'

const mint: Mint = { id: prefix => `${prefix}1`, nowMs: () => Date.UTC(2026, 10, 21, 12, 0, 0, 400) }

function openai(failure: Failure): { status: number; headers: object; body: unknown } {
  const { status, headers, chunks } = openaiFailure(failure, mint)
  return { status, headers, body: JSON.parse(String(chunks[0]?.data)) }
}

function anthropic(failure: Failure): { status: number; headers: object; body: unknown } {
  const { status, headers, chunks } = anthropicFailure(failure, mint)
  return { status, headers, body: JSON.parse(String(chunks[0]?.data)) }
}

describe('OpenAI', () => {
  test('says how long to wait when a rate limit is reached, in every way it has', () => {
    expect(openai({ status: 429, model: 'gpt-5.2', retryAfterMs: 1200 })).toEqual({
      status: 429,
      headers: {
        'content-type': 'application/json',
        'x-request-id': 'req_1',
        'retry-after': '2',
        'retry-after-ms': '1200',
        'x-ratelimit-limit-requests': '500',
        'x-ratelimit-limit-tokens': '200000',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-remaining-tokens': '199000',
        'x-ratelimit-reset-requests': '1.2s',
        'x-ratelimit-reset-tokens': '300ms',
      },
      body: {
        error: {
          message:
            'Rate limit reached for gpt-5.2 on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in 1.2s.',
          type: 'requests',
          param: null,
          code: 'rate_limit_exceeded',
        },
      },
    })
  })

  test.for([
    [0, '0', '0ms'],
    [120, '1', '120ms'],
    [1000, '1', '1s'],
    [20_000, '20', '20s'],
    [360_000, '360', '6m0s'],
    [119_900, '120', '2m0s'],
  ] as const)('writes %d ms as retry-after %s and reset %s', ([retryAfterMs, seconds, reset]) => {
    expect(openai({ status: 429, retryAfterMs }).headers).toMatchObject({
      'retry-after': seconds,
      'x-ratelimit-reset-requests': reset,
    })
  })

  test('of itself names a second with a rate limit, and no time with anything else', () => {
    expect(openai({ status: 429 }).headers).toMatchObject({ 'retry-after': '1', 'retry-after-ms': '1000' })
    expect(openai({ status: 500 }).headers).toEqual({ 'content-type': 'application/json', 'x-request-id': 'req_1' })
    expect(openai({ status: 503, retryAfterMs: 50 }).headers).toMatchObject({ 'retry-after-ms': '50' })
  })

  test.for([
    [400, 'invalid_request_error', null],
    [401, 'invalid_request_error', 'invalid_api_key'],
    [403, 'request_forbidden', 'unsupported_country_region_territory'],
    [404, 'invalid_request_error', 'model_not_found'],
    [429, 'requests', 'rate_limit_exceeded'],
    [500, 'server_error', null],
    [503, 'service_unavailable_error', 'server_is_overloaded'],
    [529, 'server_error', null],
  ] as const)('says %d as %s, %s', ([status, type, code]) => {
    expect(openai({ status })).toMatchObject({ status, body: { error: { type, code, param: null } } })
  })

  test('names the model that is gone', () => {
    expect(openai({ status: 404, model: 'gpt-4' }).body).toMatchObject({
      error: { message: 'The model `gpt-4` does not exist or you do not have access to it.' },
    })
  })
})

describe('Anthropic', () => {
  test('says how long to wait when a rate limit is reached, and when each limit is fresh again', () => {
    const limit = (kind: string, most: string, left: string): object => ({
      [`anthropic-ratelimit-${kind}-limit`]: most,
      [`anthropic-ratelimit-${kind}-remaining`]: left,
      [`anthropic-ratelimit-${kind}-reset`]: '2026-11-21T12:00:20Z',
    })
    expect(anthropic({ status: 429, retryAfterMs: 20_000 })).toEqual({
      status: 429,
      headers: {
        'content-type': 'application/json',
        'request-id': 'req_1',
        'retry-after': '20',
        ...limit('requests', '50', '0'),
        ...limit('tokens', '90000', '89000'),
        ...limit('input-tokens', '50000', '49000'),
        ...limit('output-tokens', '40000', '40000'),
      },
      body: {
        type: 'error',
        error: {
          type: 'rate_limit_error',
          message: 'This request would exceed your organization’s rate limit of 50 requests per minute.',
        },
        request_id: 'req_1',
      },
    })
  })

  test.for([
    [400, 'invalid_request_error', 'Invalid request'],
    [401, 'authentication_error', 'invalid x-api-key'],
    [402, 'billing_error', 'Your credit balance is too low to access the Anthropic API.'],
    [403, 'permission_error', 'Your API key does not have permission to use the specified resource.'],
    [404, 'not_found_error', 'model: claude-x'],
    [413, 'request_too_large', 'Request exceeds the maximum size'],
    [500, 'api_error', 'Internal server error'],
    [503, 'api_error', 'Internal server error'],
    [504, 'timeout_error', 'Request timed out'],
    [529, 'overloaded_error', 'Overloaded'],
  ] as const)('says %d as %s', ([status, type, message]) => {
    expect(anthropic({ status, model: 'claude-x' })).toEqual({
      status,
      headers: { 'content-type': 'application/json', 'request-id': 'req_1' },
      body: { type: 'error', error: { type, message }, request_id: 'req_1' },
    })
  })
})

describe('the network in front of a provider', () => {
  test.for([
    ['openai', openaiFailure, 'api.openai.com'],
    ['anthropic', anthropicFailure, 'api.anthropic.com'],
  ] as const)('answers for %s with a page that is no JSON', ([, failure, host]) => {
    const page = failure({ status: 503, html: true }, mint)
    expect(page.status).toBe(503)
    expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' })
    expect(page.chunks[0]?.data).toMatch(/^<!DOCTYPE html>/)
    expect(page.chunks[0]?.data).toContain(`<title>${host} | 503: Service temporarily unavailable</title>`)
  })

  test('answers by itself with the statuses that only it has', () => {
    const isPage = (failure: typeof openaiFailure, status: number): boolean =>
      String(failure({ status }, mint).headers['content-type']).startsWith('text/html')
    const statuses = [500, 502, 503, 504, 520, 521, 522, 523, 524, 529]
    expect(statuses.filter(status => isPage(openaiFailure, status))).toEqual([502, 504, 520, 521, 522, 523, 524])
    expect(statuses.filter(status => isPage(anthropicFailure, status))).toEqual([502, 520, 521, 522, 523, 524])
  })
})
