import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a shop does with a customer. `hang` says nothing, `cut` breaks off in the middle of the answer. */
export type Manner = 'answer' | 'hang' | 'reset' | 'cut' | 'drop' | 'error' | 'wrong'

type After = number | Promise<void>

/** A real server that can be made to serve badly, and even to close. */
export interface Shop extends AsyncDisposable {
  readonly url: string
  /** How each customer is served from now on, by how many came before, and after how many milliseconds or after what. */
  serve(
    manner: Manner | ((customer: number) => Manner),
    options?: { readonly after?: After | ((customer: number) => After) },
  ): void
  /** Nobody listens any more, and whoever was inside is thrown out. */
  close(): Promise<void>
  /** Listens again, where it did before. */
  open(): Promise<void>
  readonly customers: number
  /** How many were inside at once, at most. */
  readonly crowd: number
}

export async function openShop(): Promise<Shop> {
  let mannerOf: (customer: number) => Manner = () => 'answer'
  let afterOf: (customer: number) => After = () => 0
  let [customers, inside, crowd, port] = [0, 0, 0, 0]

  const server = createServer((request, response) => {
    const customer = customers++
    inside++
    crowd = Math.max(crowd, inside)
    response.once('close', () => inside--)
    // By what holds when the customer comes in.
    const manner = mannerOf(customer)
    const after = afterOf(customer)
    const served = () => serveOne(manner, request, response)
    if (typeof after === 'number') setTimeout(served, after)
    else after.then(served)
  })
  const open = async () => {
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await open()
  return {
    url: `http://127.0.0.1:${port}/`,
    open,
    close,
    serve(manner, { after = 0 } = {}) {
      mannerOf = typeof manner === 'function' ? manner : () => manner
      afterOf = typeof after === 'function' ? after : () => after
    },
    get customers() {
      return customers
    },
    get crowd() {
      return crowd
    },
    [Symbol.asyncDispose]: close,
  }
}

function serveOne(manner: Manner, request: IncomingMessage, response: ServerResponse): void {
  switch (manner) {
    case 'answer':
      response.end('{"answer":"30 days"}')
      break
    case 'wrong':
      response.end('{"answer":"never"}')
      break
    case 'error':
      response.writeHead(503).end('{"error":"closed"}')
      break
    case 'cut':
      response.writeHead(200, { 'content-length': 1000 }).write('{"answer":', () => request.socket.destroy())
      break
    case 'drop':
      request.socket.destroy()
      break
    case 'reset':
      request.socket.resetAndDestroy()
      break
    case 'hang':
      break
    default:
      manner satisfies never
  }
}
