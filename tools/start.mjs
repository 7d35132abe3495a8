// Starts a program of this project with the project's own Node and its locked dependencies, installing them first if they
// are missing or out of date. Plain JavaScript with nothing but built-ins: it must run on whatever Node started npm.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const bin = join(modules, '.bin')
const ownNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const stampFile = join(modules, '.blackstart-installed')

const [major] = process.versions.node.split('.').map(Number)
if (major < 20) {
  console.error(
    `Node ${process.version} is too old to set Blackstart up: it needs Node 20 or newer (it brings its own Node 24).`,
  )
  process.exit(2)
}
if (!isInstalled()) await install()
const asked = process.argv.slice(2)
// For `npm run blackstart` the paths somebody types are seen from where they stand, not from here.
const here = asked[0] === '--here'
run(here ? asked.slice(1) : asked, here ? (process.env.INIT_CWD ?? root) : root)

/** Installed from exactly this lock file, and with a Node that starts. */
function isInstalled() {
  if (!existsSync(stampFile) || !existsSync(ownNode)) return false
  return readFileSync(stampFile, 'utf8') === lockHash()
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

async function install() {
  const startedMs = Date.now()
  const seconds = () => Math.round((Date.now() - startedMs) / 1000)
  console.error('Setting up: installing the locked dependencies into node_modules (once; about a minute).')
  const ticking = setInterval(() => console.error(`  still installing, ${seconds()} s`), 5000)
  const code = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  clearInterval(ticking)
  // Where install scripts are switched off, the package that brings Node has not fetched it yet.
  if (code === 0 && !existsSync(ownNode))
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: join(modules, 'node'), stdio: 'inherit' })
  if (code !== 0 || !existsSync(ownNode)) {
    console.error(
      'The dependencies could not be installed; what npm said stands above. Nothing outside this folder was changed.',
    )
    process.exit(code || 1)
  }
  writeFileSync(stampFile, lockHash())
  console.error(`Set up in ${seconds()} s.\n`)
}

function npm(args) {
  const self = process.env.npm_execpath
  const child =
    self !== undefined && existsSync(self)
      ? spawn(process.execPath, [self, ...args], { cwd: root, stdio: 'inherit' })
      : spawn('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  return new Promise(resolve => child.on('close', resolve))
}

/** `node FILE …` and the programs of dependencies alike run with the project's own Node, first on the PATH. */
function run([program, ...given], cwd) {
  const command = program === 'node' ? ownNode : join(bin, program)
  const args = program === 'node' ? [join(root, given[0]), ...given.slice(1)] : given
  const env = {
    // A drill starts a dozen programs: what the first of them has compiled the others find here.
    NODE_COMPILE_CACHE: join(modules, '.cache', 'node'),
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
  }
  const child = spawn(command, args, { stdio: 'inherit', env, cwd, shell: process.platform === 'win32' })
  // A Ctrl-C reaches the program by itself; we only stay until it has put everything back.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT') child.kill(signal)
    })
  }
  child.on('close', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
}
