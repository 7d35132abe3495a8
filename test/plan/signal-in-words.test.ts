import { expect, test } from 'vitest'
import { signalInWords } from '../../src/plan/signal-in-words.ts'
import { receivedSignal } from '../support/drill.ts'

test('a signal that is received says where, and by what it goes on and off', () => {
  expect(signalInWords(receivedSignal())).toBe(
    'alerted: received at http://127.0.0.1:9/alerted; on from a post in which $.state is "firing"; off from one in which $.state is "resolved"',
  )
})

test('one of several things in a post, known by its header, that nothing switches off', () => {
  const headers = [{ kind: 'exists', path: 'x-team', exists: true }] as const
  expect(signalInWords(receivedSignal({ each: '$.alerts', headers, off: undefined }))).toBe(
    'alerted: received at http://127.0.0.1:9/alerted; on from a post whose header x-team is there, with something in $.alerts of which $.state is "firing"; every such post is news of its own',
  )
})

test('any post at all', () => {
  expect(signalInWords(receivedSignal({ when: [], off: undefined }))).toBe(
    'alerted: received at http://127.0.0.1:9/alerted; on from a post in which there is anything at all; every such post is news of its own',
  )
})
