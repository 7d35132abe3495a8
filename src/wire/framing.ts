/** How an answer goes on after its head, and its connection after the answer. */
export interface Framing {
  /** How many bytes its body has, where it says so. */
  length: number | undefined
  chunked: boolean
  /** Whether its connection may be used again. */
  again: boolean
  /** How long the other side keeps that at least. */
  keptMs: number
}

const LF = 10
const CR = 13
const SLASH = 47
const DIGIT_ONE = 49
const LETTER_H = 72
const LOWER_CASE = 0x20
const OF_FRAMING = new Set(['c', 't', 'k'].map(letter => letter.charCodeAt(0)))
// What connections are kept for where nobody says; Node's own servers keep them for five seconds.
const USUALLY_KEPT_MS = 4000

/** What holds where a head says nothing. */
export function usualFraming(): Framing {
  return { length: undefined, chunked: false, again: true, keptMs: USUALLY_KEPT_MS }
}

/** The status of a head; undefined if it is none of HTTP. */
export function statusIn(bytes: Buffer, from: number): number | undefined {
  const status = digit(bytes, from + 9) * 100 + digit(bytes, from + 10) * 10 + digit(bytes, from + 11)
  const isHttp = bytes[from] === LETTER_H && bytes[from + 4] === SLASH
  return isHttp && status >= 100 && status < 600 ? status : undefined
}

/** Reads what a whole head says of framing into what is known of it: no new object for each of thousands of answers a second. */
export function readFraming(bytes: Buffer, from: number, to: number, framing: Framing): void {
  framing.length = undefined
  framing.chunked = false
  framing.again = bytes[from + 7] === DIGIT_ONE
  framing.keptMs = USUALLY_KEPT_MS
  let line = bytes.indexOf(LF, from) + 1
  while (line < to - 2) {
    let end = line
    while (bytes[end] !== CR && bytes[end] !== LF) end++
    // Content-length, connection, transfer-encoding, keep-alive: no other header says how the answer goes on.
    if (OF_FRAMING.has((bytes[line] ?? 0) | LOWER_CASE))
      readHeader(bytes.toString('latin1', line, end).toLowerCase(), framing)
    line = bytes[end] === CR ? end + 2 : end + 1
  }
}

function readHeader(text: string, framing: Framing): void {
  if (text.startsWith('content-length:')) framing.length = Number(text.slice(15))
  else if (text.startsWith('transfer-encoding:')) framing.chunked = text.includes('chunked')
  else if (text.startsWith('keep-alive:')) framing.keptMs = keptMsIn(text)
  else if (text.startsWith('connection:')) {
    framing.again = !text.includes('close') && (framing.again || text.includes('keep-alive'))
  }
}

/** Whoever says how long is left a second's notice: a request on its way must not cross the other side's farewell. */
function keptMsIn(header: string): number {
  const [, seconds] = /timeout=(\d+)/.exec(header) ?? []
  return seconds === undefined ? USUALLY_KEPT_MS : Math.min(USUALLY_KEPT_MS, Number(seconds) * 1000 - 1000)
}

function digit(bytes: Buffer, at: number): number {
  return (bytes[at] ?? 0) - 48
}
