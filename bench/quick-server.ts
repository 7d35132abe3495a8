// `node bench/quick-server.ts`: answers every HTTP request on a kept-alive connection with the same few bytes, and does as
// little as it can: what is measured is who asks. Prints its port, and ends with its standard input.
import { createServer } from 'node:net'

const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
const END = Buffer.from('\r\n\r\n')

const server = createServer({ noDelay: true }, socket => {
  socket.on('error', () => {})
  socket.on('data', (said: Buffer) => {
    let answers = 0
    for (let at = said.indexOf(END); at >= 0; at = said.indexOf(END, at + END.length)) answers++
    if (answers === 1) socket.write(ANSWER)
    else if (answers > 1) socket.write(Buffer.concat(Array.from({ length: answers }, () => ANSWER)))
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' ? address?.port : address)
})
process.stdin.resume().on('end', () => process.exit(0))
