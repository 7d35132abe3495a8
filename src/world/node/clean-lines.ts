import { Transform } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

// Who says this much without an end of line is cleaned in pieces.
const LONGEST_LINE = 64 * 1024

/** Passes text on line by line, each of them cleaned: a secret is found although it comes in two pieces. */
export function cleanLines(clean: (text: string) => string): Transform {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      rest += decoder.write(chunk)
      const end = rest.length > LONGEST_LINE ? rest.length : rest.lastIndexOf('\n') + 1
      const whole = rest.slice(0, end)
      rest = rest.slice(end)
      done(null, whole === '' ? undefined : clean(whole))
    },
    flush(done) {
      done(null, rest === '' ? undefined : clean(rest))
    },
  })
}
