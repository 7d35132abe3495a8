// Builds what is published: JavaScript and types in dist, laid out like the repository, so that every relative path in
// scenarios, platform files and programs means the same there as here.
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

rmSync(dist, { recursive: true, force: true })
const compiled = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
if (compiled.status !== 0) process.exit(1)
for (const folder of ['scenarios', 'fixtures/harbor']) copyPlain(folder)

/** Everything but TypeScript. Files that start our programs name them with the ending they have once built. */
function copyPlain(folder: string): void {
  const from = join(root, folder)
  const to = join(dist, folder)
  cpSync(from, to, { recursive: true, filter: path => !path.endsWith('.ts') })
  for (const file of readdirSync(to, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.yaml') && !file.endsWith('.md')) continue
    const text = readFileSync(join(to, file), 'utf8')
    writeFileSync(join(to, file), text.replace(/\bnode (\S+)\.ts\b/g, 'node $1.js'))
  }
}
