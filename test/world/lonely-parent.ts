// A program of its own: starts a child the way a drill does, says so, and waits to be killed.
import { nodeProcesses } from '../../src/world/node/processes.ts'

const [dir = '.', command = 'true'] = process.argv.slice(2)
const { identity } = await nodeProcesses().start({ run: { command }, cwd: dir, env: {}, logFile: `${dir}/child.log` })
process.stdout.write(`${JSON.stringify(identity)}\n`)
setInterval(() => {}, 1000)
