#!/usr/bin/env node
// The one file that any Node must be able to read: it says what to do where the real program could not even start.
import { existsSync } from 'node:fs'

const [major] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(
    `Blackstart needs Node 24 or newer; this is ${process.version}.\n` +
      'hint: npx -y -p node@24 -p blackstart blackstart ...   brings one along. Nothing was touched.\n',
  )
  process.exit(2)
}
const built = new URL('../dist/src/cli/main.js', import.meta.url)
await import(existsSync(built) ? built.href : new URL('../src/cli/main.ts', import.meta.url).href)
