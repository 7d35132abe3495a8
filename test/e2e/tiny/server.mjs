// A platform of one process, for tests: it asks its provider, and after five failures answers by itself if it may.
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'

const [listen, provider, fallback, forgets, forgotten, statusPage] = process.argv.slice(2)
const [host, port] = listen.split(':')
let failures = 0
let notes = []
let snapshot = []
let hasForgotten = false
setInterval(() => {
  snapshot = [...notes]
}, 400)

const server = createServer(async (request, response) => {
  if (request.url === '/health') return reply(response, 200, { status: 'ok', failingOver: failures >= 5 })
  if (request.url.startsWith('/notes')) return keepNotes(request, response)
  // One tenant needs nobody. Whoever comes for the other while the provider is away waits a second, and is hung up on.
  if (request.url.startsWith('/visit/')) {
    if (request.url === '/visit/acme' || failures === 0) reply(response, 200, { welcome: true })
    else setTimeout(() => response.destroy(), 1000)
    return
  }
  const answered = await askProvider()
  const wasFailing = failures >= 5
  failures = answered ? 0 : failures + 1
  if (wasFailing !== failures >= 5) tellUsers(wasFailing ? 'all is well again' : 'we are looking into it')
  if (forgets === 'on' && failures === 5 && !hasForgotten) forget()
  if (answered) reply(response, 200, { answer: 'from the provider', degraded: null })
  else if (fallback === 'on' && failures > 5) reply(response, 200, { answer: 'from memory', degraded: 'memory' })
  else reply(response, 503, { error: 'the provider does not answer' })
})
server.listen(Number(port), host)
process.stdin.resume().on('end', () => process.exit(0))

async function keepNotes(request, response) {
  const url = new URL(request.url, 'http://tiny')
  if (request.method === 'DELETE') {
    notes = notes.filter(note => note.id !== decodeURIComponent(url.pathname.slice('/notes/'.length)))
    return response.writeHead(204).end()
  }
  if (request.method === 'POST') {
    notes.push(await json(request))
    return reply(response, 201, { ok: true })
  }
  const from = Number(url.searchParams.get('after') ?? 0)
  reply(response, 200, { notes: notes.slice(from, from + 50), next: from + 50 < notes.length ? from + 50 : null })
}

// As whoever writes on a status page, or into everybody's chat. Nobody may be listening.
function tellUsers(text) {
  fetch(statusPage, { method: 'POST', body: JSON.stringify({ text }) }).catch(() => {})
}

// As a store that is restored from its last backup; what that cost is known to nobody but us.
function forget() {
  hasForgotten = true
  const kept = new Set(snapshot.map(note => note.id))
  const there = new Set(notes.map(note => note.id))
  const lost = notes.filter(note => !kept.has(note.id)).map(note => note.id)
  const back = snapshot.filter(note => !there.has(note.id)).map(note => note.id)
  notes = [...snapshot]
  writeFileSync(forgotten, JSON.stringify({ lost, back }))
}

async function askProvider() {
  const body = JSON.stringify({ model: 'gpt-tiny', messages: [{ role: 'user', content: 'hello' }] })
  const headers = { authorization: `Bearer ${process.env.TINY_KEY ?? 'none'}`, 'content-type': 'application/json' }
  try {
    const answer = await fetch(`${provider}/v1/chat/completions`, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(1000),
    })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

function reply(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
