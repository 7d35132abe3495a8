import { smallServer } from './small-server.ts'

/** Object storage in this process, as far as listing, reading, writing and deleting objects of one bucket and its policy go. */
export async function s3Server(): Promise<AsyncDisposable & { readonly url: string }> {
  let policy: string | undefined
  const objects = new Map<string, { readonly body: Buffer; readonly at: Date }>()
  const server = await smallServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://s3')
    const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'))
    const chunks: Buffer[] = []
    const xml = (status: number, body: string) =>
      response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(`<?xml version="1.0" encoding="UTF-8"?>${body}`)
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const body = () => unchunked(Buffer.concat(chunks), request.headers)
      if (key === '' && url.searchParams.has('policy')) {
        if (request.method === 'PUT') policy = body().toString()
        if (request.method === 'DELETE') policy = undefined
        if (request.method !== 'GET') return response.writeHead(204).end()
        if (policy !== undefined) return response.writeHead(200, { 'content-type': 'application/json' }).end(policy)
        return xml(404, '<Error><Code>NoSuchBucketPolicy</Code><Message>There is none.</Message></Error>')
      }
      if (request.method === 'GET' && key === '') return xml(200, listing(objects, url.searchParams))
      const found = objects.get(key)
      if (request.method === 'PUT') {
        objects.set(key, { body: body(), at: new Date() })
        return response.writeHead(200, { etag: '"1"' }).end()
      }
      if (request.method === 'DELETE') {
        objects.delete(key)
        return response.writeHead(204).end()
      }
      if (found === undefined)
        return xml(404, '<Error><Code>NoSuchKey</Code><Message>There is no such key.</Message></Error>')
      return response
        .writeHead(200, { 'content-length': found.body.length, 'last-modified': found.at.toUTCString() })
        .end(found.body)
    })
  })
  return { ...server, url: `${server.url.replace('//', '//key:secret@')}/bucket` }
}

// Few, so that a handful of objects take several pages.
const PAGE = 8

function listing(
  objects: ReadonlyMap<string, { readonly body: Buffer; readonly at: Date }>,
  asked: URLSearchParams,
): string {
  const after = asked.get('continuation-token') ?? ''
  const keys = [...objects.keys()].filter(key => key.startsWith(asked.get('prefix') ?? '') && key > after).sort()
  const page = keys.slice(0, PAGE)
  const more = keys.length > PAGE
  const contents = page.map(key => {
    const { body, at } = objects.get(key) ?? { body: Buffer.alloc(0), at: new Date() }
    return `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified><Size>${body.length}</Size></Contents>`
  })
  const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}<KeyCount>${page.length}</KeyCount>${contents.join('')}</ListBucketResult>`
}

/** The client may send its body in signed pieces: a length in hex, then the piece, until one of no length. */
function unchunked(body: Buffer, headers: NodeJS.Dict<string | string[]>): Buffer {
  if (!String(headers['content-encoding'] ?? '').includes('aws-chunked')) return body
  const pieces: Buffer[] = []
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.subarray(at, end).toString(), 16)
    if (!(size > 0)) break
    pieces.push(body.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
  return Buffer.concat(pieces)
}
