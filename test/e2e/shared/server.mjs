// A platform of one process that several tenants share, of known capacity and known manners, for tests. It keeps a true record
// of what every tenant was served, in /truth: what is measured from outside is held against that.
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

const [listen, manners] = process.argv.slice(2)
const {
  // So many answers at once, each taking so long: that is all it can do.
  slots = 4,
  serviceMs = 10,
  // Each tenant has slots and a rate of its own.
  bulkheads = 'on',
  perSecond = 30,
  burst = 5,
  // Every so many-th answer holds a note of somebody else.
  leakEvery = 0,
  // From so long after its start on, for so long, the revoked key opens the door.
  lapseAtMs = 0,
  lapseForMs = 0,
  // So long after a key is revoked it is first refused.
  revokeLagMs = 0,
  // Where what every tenant was really served is written at the end.
  truthFile = '',
} = Object.fromEntries(
  manners
    .split(',')
    .filter(Boolean)
    .map(pair => pair.split('=')),
)
const [host, port] = listen.split(':')
const TENANTS = { 'acme-key': 'acme', 'initech-key': 'initech', 'globex-key': 'globex' }
const startMs = performance.now()
const notes = { acme: [], initech: [], globex: [] }
const revokedAtMs = new Map()
const queues = new Map()
const buckets = new Map()
const truth = []
let answers = 0

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://shared')
  if (url.pathname === '/health') return reply(response, 200, { status: 'ok' })
  if (url.pathname === '/truth') return reply(response, 200, { startMs: performance.timeOrigin + startMs, truth })
  const body = await text(request)
  if (url.pathname === '/admin/revoke') {
    revokedAtMs.set(JSON.parse(body).key, performance.now())
    return reply(response, 200, { revoked: true })
  }
  const tenant = tenantOf(request.headers.authorization)
  if (tenant === undefined) return reply(response, 401, { error: 'whose key is that?' })
  const arrivedMs = performance.now()
  const note = (status, value) => {
    truth.push([
      tenant,
      url.pathname,
      Math.round((arrivedMs - startMs) * 100) / 100,
      Math.round((performance.now() - arrivedMs) * 100) / 100,
      status,
    ])
    reply(response, status, value)
  }
  if (bulkheads === 'on' && url.pathname === '/ask' && !allowed(tenant)) return note(429, { error: 'slow down' })
  await slotFor(bulkheads === 'on' ? tenant : 'everybody')
  try {
    if (url.pathname === '/ask') await new Promise(resolve => setTimeout(resolve, Number(serviceMs)))
    if (url.pathname !== '/notes' && !url.pathname.startsWith('/notes/'))
      return note(200, { answer: 'forty-two', ...slip(tenant) })
    if (request.method === 'POST') {
      notes[tenant].push(JSON.parse(body).text)
      return note(200, { id: `${tenant}-${notes[tenant].length - 1}` })
    }
    if (url.pathname === '/notes') return note(200, { notes: notes[tenant] })
    const [owner, index] = url.pathname.slice('/notes/'.length).split('-')
    if (owner !== tenant) return note(404, { error: 'there is no such note' })
    note(200, { note: notes[owner][Number(index)] })
  } finally {
    giveBack(bulkheads === 'on' ? tenant : 'everybody')
  }
})
server.listen(Number(port), host)
process.stdin.resume().on('end', end)
process.on('SIGTERM', end)

function end() {
  if (truthFile !== '') writeFileSync(truthFile, JSON.stringify({ startMs: performance.timeOrigin + startMs, truth }))
  process.exit(0)
}

function tenantOf(authorization = '') {
  const key = authorization.replace('Bearer ', '')
  const revokedMs = revokedAtMs.get(key)
  if (revokedMs !== undefined && performance.now() - revokedMs >= Number(revokeLagMs)) return undefined
  const sinceMs = performance.now() - startMs
  const lapsed =
    Number(lapseForMs) > 0 && sinceMs >= Number(lapseAtMs) && sinceMs < Number(lapseAtMs) + Number(lapseForMs)
  return TENANTS[key] ?? (key === 'revoked-key' && lapsed ? 'acme' : undefined)
}

function allowed(tenant) {
  const nowMs = performance.now()
  const bucket = buckets.get(tenant) ?? { tokens: Number(burst) + 1, atMs: nowMs }
  bucket.tokens = Math.min(Number(burst) + 1, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * Number(perSecond))
  bucket.atMs = nowMs
  buckets.set(tenant, bucket)
  if (bucket.tokens < 1) return false
  bucket.tokens--
  return true
}

function slotFor(name) {
  const queue = queues.get(name) ?? { free: Number(slots), waiting: [] }
  queues.set(name, queue)
  if (queue.free-- > 0) return undefined
  return new Promise(resolve => queue.waiting.push(resolve))
}

function giveBack(name) {
  const queue = queues.get(name)
  queue.free++
  queue.waiting.shift()?.()
}

function slip(tenant) {
  if (Number(leakEvery) === 0 || ++answers % Number(leakEvery) !== 0) return {}
  const other = Object.keys(notes).find(name => name !== tenant && notes[name].length > 0)
  return { related: notes[other ?? tenant] }
}

function reply(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
