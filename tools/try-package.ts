// Installs a packed tarball into an empty folder, as a user would, and tries what must work there.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const LIMIT_MB = 60

const [tarball] = process.argv.slice(2)
if (tarball === undefined) throw new Error('usage: node tools/try-package.ts FILE.tgz')
const folder = mkdtempSync(join(tmpdir(), 'blackstart try '))
try {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', resolve(tarball)])
  const sizeMb = Math.round(bytesIn(join(folder, 'node_modules')) / 1e6)
  if (sizeMb > LIMIT_MB) throw new Error(`installed it takes ${sizeMb} MB, more than ${LIMIT_MB}`)
  run('npx', ['blackstart', '--version'])
  run('npx', ['blackstart', 'plan', 'provider-outage'])
  // Inconclusive is honest on a busy machine; that the drill ran, and put everything back, is what is tried here.
  run('npx', ['blackstart', 'run', 'provider-outage'], [0, 3])
  run(process.execPath, ['--input-type=module', '-e', libraryTrial()])
  console.log(`the package works from an empty folder, ${sizeMb} MB installed`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function libraryTrial(): string {
  return `
    const library = await import('blackstart')
    const proxy = await import('blackstart/proxy')
    const testing = await import('blackstart/testing')
    for (const known of [library.runDrill, library.measuring, proxy.startProxyServer, testing.simulate]) {
      if (typeof known !== 'function') throw new Error('something the package exports is not there')
    }
  `
}

function run(command: string, args: readonly string[], good: readonly number[] = [0]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
  if (!good.includes(status ?? -1))
    throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`)
}

function bytesIn(dir: string): number {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0)
}
