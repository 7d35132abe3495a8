import { expect, test } from 'vitest'
import type { HttpOutcome } from '../../src/model/http.ts'
import type { SignalChange } from '../../src/model/signal.ts'
import { watchSignal } from '../../src/probes/signals.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

const open = says({ breaker: 'open' })
const closed = says({ breaker: 'closed' })
const silent: HttpOutcome = { kind: 'failed', reason: 'timeout', detail: '' }
const page: HttpOutcome = { kind: 'reply', status: 502, headers: {}, body: '<html>Bad gateway</html>' }

test.for([
  ['comes on and goes off', [closed, closed, open, open, closed], ['200 on', '400 off']],
  ['is told once, however long it lasts', [open, open, open], ['0 on']],
  ['is not told to be off before it has been on', [closed, closed], []],
  ['stays as it was while nobody can be asked', [open, silent, silent, open, closed], ['0 on', '400 off']],
  ['stays as it was while only an error page answers', [open, page, page, open], ['0 on']],
  ['flaps as often as it flaps', [open, closed, open, closed], ['0 on', '100 off', '200 on', '300 off']],
] as const)('a signal %s', async ([_, answers, told]) => {
  expect(await watching(answers)).toEqual(told)
})

test('it is on when every rule holds', async () => {
  const when = [rule('breaker', 'open'), rule('fallback', true)]
  const both = says({ breaker: 'open', fallback: true })
  expect(await watching([open, both, open], when)).toEqual(['100 on', '200 off'])
})

test('the change says by which rules', async () => {
  const told: SignalChange[] = []
  const when = [
    rule('breaker', 'open'),
    { kind: 'contains', path: '$.x', text: 'y' },
    { kind: 'exists', path: '$.z', exists: true },
  ] as const
  await watching([says({ breaker: 'open', x: 'xyz', z: 1 })], when, change => told.push(change))
  expect(told).toEqual([
    { signal: 'breaker-open', on: true, detail: '$.breaker equals "open", $.x contains y, $.z exists', heardMs: 0 },
  ])
})

test('what comes after the end of watching is not told', async () => {
  const clock = fakeClock()
  const stop = new AbortController()
  const told: SignalChange[] = []
  const http = {
    send: async () => {
      stop.abort()
      return open
    },
  }
  await clock.drive(
    watchSignal({ clock, http }, signal([rule('breaker', 'open')]), {
      nowMs: clock.nowMs,
      emit: change => told.push(change),
      stop: stop.signal,
    }),
  )
  expect(told).toEqual([])
})

/** What is told, and when, if the platform answers so, one answer every 100 ms. */
async function watching(
  answers: readonly HttpOutcome[],
  when: Parameters<typeof signal>[0] = [rule('breaker', 'open')],
  listen: (change: SignalChange) => void = () => {},
): Promise<readonly string[]> {
  const clock = fakeClock()
  const stop = new AbortController()
  const told: string[] = []
  let asked = 0
  const http = {
    async send() {
      const answer = answers[asked++] ?? silent
      if (asked > answers.length) stop.abort()
      return answer
    },
  }
  const emit = (change: SignalChange) => {
    told.push(`${clock.nowMs()} ${change.on ? 'on' : 'off'}`)
    listen(change)
  }
  await clock.drive(watchSignal({ clock, http }, signal(when), { nowMs: clock.nowMs, emit, stop: stop.signal }))
  return told
}

function signal(when: Parameters<typeof watchSignal>[1]['when']) {
  const request = { method: 'GET', url: 'http://127.0.0.1:9/health', headers: {}, body: undefined }
  return { id: 'breaker-open', role: 'detected' as const, kind: 'polled' as const, request, when, everyMs: 100 }
}

function rule(key: string, value: unknown) {
  return { kind: 'equals', path: `$.${key}`, value } as const
}

function says(body: unknown): HttpOutcome {
  return { kind: 'reply', status: 200, headers: {}, body: JSON.stringify(body) }
}
