import { expect, test } from 'vitest'
import type { SignalHappening } from '../../src/model/signal.ts'
import type { Mailboxes, Post } from '../../src/model/world/mailboxes.ts'
import { receiveSignals } from '../../src/probes/received.ts'
import { receivedSignal } from '../support/drill.ts'

test('signals share a port, and a post is meant for those of its path alone', async () => {
  const noted: SignalHappening[] = []
  let post: (given: Post) => void = () => {}
  const mailboxes: Mailboxes = {
    async open(_port, { hear }) {
      post = hear
      return { counts: () => ({ posts: 1, refused: 0 }), lost: new Promise(() => {}), async close() {} }
    },
  }
  const at = (path: string) => `http://127.0.0.1:9099${path}`
  const signals = [receivedSignal({ id: 'paged', at: at('/paged') }), receivedSignal({ id: 'told', at: at('/told') })]
  const reception = receiveSignals({ mailboxes }, signals, { nowMs: () => 5, note: happening => noted.push(happening) })
  await reception.open()
  post({ path: '/paged', headers: {}, body: { state: 'firing' } })
  await reception.close()
  expect(noted.map(happening => ('signal' in happening ? happening.signal : happening.type))).toEqual([
    'paged',
    'mailbox.closed',
  ])
})
