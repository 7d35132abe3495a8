// A platform of one process, for tests: it asks its provider, and after five failures answers by itself if it may.
import { createServer } from 'node:http'

const [listen, provider, fallback] = process.argv.slice(2)
const [host, port] = listen.split(':')
let failures = 0

const server = createServer(async (request, response) => {
  if (request.url === '/health') return reply(response, 200, { status: 'ok', failingOver: failures >= 5 })
  const answered = await askProvider()
  failures = answered ? 0 : failures + 1
  if (answered) reply(response, 200, { answer: 'from the provider', degraded: null })
  else if (fallback === 'on' && failures > 5) reply(response, 200, { answer: 'from memory', degraded: 'memory' })
  else reply(response, 503, { error: 'the provider does not answer' })
})
server.listen(Number(port), host)
process.stdin.resume().on('end', () => process.exit(0))

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
