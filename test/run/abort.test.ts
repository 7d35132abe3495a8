import { describe, expect, test } from 'vitest'
import { makeAbort } from '../../src/run/abort.ts'

describe('an abort', () => {
  test('has not happened until it has', () => {
    const abort = makeAbort()
    expect([abort.signal.aborted, abort.reason]).toEqual([false, undefined])
  })
  test('stops whatever waits, with its cause and in its words', () => {
    const abort = makeAbort()
    abort.now('guard', 'users suffered')
    expect(abort.reason).toMatchObject({ name: 'Aborted', cause: 'guard', message: 'users suffered' })
    expect(() => abort.signal.throwIfAborted()).toThrow('users suffered')
  })
  test('the first cause counts', () => {
    const abort = makeAbort()
    abort.now('interrupt', 'Ctrl-C')
    abort.now('error', 'whatever broke because of that')
    expect(abort.reason).toMatchObject({ cause: 'interrupt', message: 'Ctrl-C' })
  })
})
