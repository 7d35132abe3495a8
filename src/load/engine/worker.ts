import { parentPort, workerData } from 'node:worker_threads'
import type { LoadEnd } from '../../model/load.ts'
import type { LoadOrder } from '../order.ts'
import { type Sender, type Share, startSender } from './sender.ts'

// One sender in a thread of its own: whoever orders and stops it is never kept waiting by its work.
const { order, share } = workerData as { readonly order: LoadOrder; readonly share: Share }
let sender: Sender | undefined

parentPort?.on('message', (said: 'go' | 'stop') => {
  if (said === 'stop') return sender?.stop('stopped')
  sender = startSender(
    order,
    {
      second: second => parentPort?.postMessage({ second }),
      answer: answer => parentPort?.postMessage({ answer }),
      sighting: sighting => parentPort?.postMessage({ sighting }),
      ended: (end: LoadEnd) => parentPort?.postMessage({ end }),
    },
    share,
  )
})
parentPort?.postMessage({ ready: true })
