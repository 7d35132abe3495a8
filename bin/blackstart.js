#!/usr/bin/env node
// The one file that any Node must be able to read: where the real program could not even start, it finds it a Node that can.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const NEEDED = 24
const own = Number(process.versions.node.split('.')[0])
if (own >= NEEDED) await start()
else if (process.env.npm_execpath !== undefined && process.env.BLACKSTART_RELAUNCHED === undefined) relaunch()
else complain()

async function start() {
  const built = new URL('../dist/src/cli/main.js', import.meta.url)
  await import(existsSync(built) ? built.href : new URL('../src/cli/main.ts', import.meta.url).href)
}

/** Started by npm, which can bring a newer Node along: it is kept in npm's own cache, nothing is installed. */
function relaunch() {
  process.stderr.write(`This is Node ${process.version}; Blackstart needs ${NEEDED}. Letting npm fetch it (once)…\n`)
  const node = ['exec', '--yes', `--package=node@${NEEDED}`, '--', 'node', fileURLToPath(import.meta.url)]
  const child = spawn(process.execPath, [process.env.npm_execpath, ...node, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, BLACKSTART_RELAUNCHED: '1' },
  })
  // A Ctrl-C reaches the program by itself; we stay until it has put everything back.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('close', code => process.exit(code ?? 1))
}

function complain() {
  process.stderr.write(
    `Blackstart needs Node ${NEEDED} or newer; this is ${process.version}.\n` +
      `hint: npx -y -p node@${NEEDED} -p blackstart blackstart ...   brings one along. Nothing was touched.\n`,
  )
  process.exit(2)
}
