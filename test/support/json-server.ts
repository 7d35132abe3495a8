import { smallServer } from './small-server.ts'

/** What somebody asked a small server. */
export interface Asked {
  readonly method: string
  readonly url: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface JsonAnswer {
  readonly status: number
  readonly body: unknown
}

/** A small server in this process that takes JSON and gives JSON. */
export function jsonServer(answer: (asked: Asked) => JsonAnswer): Promise<AsyncDisposable & { readonly url: string }> {
  return smallServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const { status, body } = answer({
        method: request.method ?? 'GET',
        url: request.url ?? '/',
        body: (text === '' ? {} : JSON.parse(text)) as Asked['body'],
      })
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
}
