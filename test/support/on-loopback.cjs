// Loaded into a program of somebody else's before it starts: it listens on loopback only, on any free port, says where in one
// line of JSON, and ends when its standard input does.
const net = require('node:net')

const { listen } = net.Server.prototype
net.Server.prototype.listen = function (...args) {
  const listening = args.findLast(arg => typeof arg === 'function')
  return listen.call(this, { port: 0, host: '127.0.0.1' }, () => {
    process.stdout.write(`${JSON.stringify({ listening: `http://127.0.0.1:${this.address().port}` })}\n`)
    listening?.()
  })
}
process.stdin.once('end', () => process.exit()).resume()
