// A program of its own: starts a child the way a drill does, says so, and waits to be killed.
import { nodeProcesses } from '../../src/world/node/processes.ts'

const [dir = '.', command = 'true'] = process.argv.slice(2)
const { identity, go } = await nodeProcesses().start({
  run: { command },
  cwd: dir,
  env: {},
  logFile: `${dir}/child.log`,
})
// With "hold" it is started but not yet told to begin.
if (process.argv[4] !== 'hold') go()
process.stdout.write(`${JSON.stringify(identity)}\n`)
setInterval(() => {}, 1000)
