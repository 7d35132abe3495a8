// Everything that can be said of the code without running it: types, lint and format, and the one-way imports.
import { spawnSync } from 'node:child_process'

const CHECKS = [
  ['types', 'tsc', ['-p', '.']],
  ['lint and format', 'biome', ['check', '.']],
  ['layers', 'vitest', ['run', 'test/layers.test.ts', '--reporter=dot']],
] as const

const failed = CHECKS.filter(([name, program, args]) => {
  process.stdout.write(`\n== ${name}\n`)
  return spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status !== 0
})
for (const [name, program, args] of failed) process.stdout.write(`\n${name} failed: ${program} ${args.join(' ')}\n`)
process.exitCode = failed.length === 0 ? 0 : 1
