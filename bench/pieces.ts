// As much as a file gives at once.
const PIECE_CHARACTERS = 1 << 16

/** Lines as a file of them would come from a disk: joined, and cut wherever a piece is full. */
export async function* piecesOf(lines: Iterable<string>): AsyncGenerator<string> {
  let piece = ''
  for (const line of lines) {
    piece += `${line}\n`
    if (piece.length < PIECE_CHARACTERS) continue
    // As one text, as it comes from a disk: its parts are put together here and not by whoever reads it.
    yield Buffer.from(piece).toString()
    piece = ''
  }
  yield piece
}

/** The lines of such pieces. */
export async function* linesIn(pieces: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = `${rest}${piece}`.split('\n')
    rest = lines.pop() ?? ''
    yield lines
  }
}

/** How long it takes to parse every line of them as JSON, and to do nothing else. */
export async function parsedOnlyMs(lines: Iterable<string>): Promise<number> {
  const startedMs = performance.now()
  let bad = 0
  for await (const some of linesIn(piecesOf(lines))) {
    for (const line of some) bad += (JSON.parse(line) as { bad?: string }).bad === undefined ? 0 : 1
  }
  if (bad === 0) throw new Error('the journal to be parsed holds no outage')
  return performance.now() - startedMs
}
