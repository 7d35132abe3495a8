// Would the tests notice? Alters the code that measures in plausible ways, one at a time, in a copy, and runs the tests
// that guard it. A mutation that no test catches, or that no longer fits the code, fails this program.
import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MUTATIONS, type Mutation } from './mutations/list.ts'

// A test that was too slow has noticed nothing; only what a mutation makes endless may run into so late an end.
const TIMEOUT_MS = 180_000

const root = fileURLToPath(new URL('..', import.meta.url))
const asked = process.argv.slice(2)
const chosen = MUTATIONS.filter(({ name }) => asked.length === 0 || asked.some(word => name.includes(word)))
const waiting = [...chosen]
const bad: string[] = []

const startedMs = Date.now()
console.error(`${chosen.length} mutations, each against the tests of its rooms …`)
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))
console.log(
  `\n${chosen.length - bad.length} of ${chosen.length} mutations caught in ${Math.round((Date.now() - startedMs) / 1000)} s.`,
)
process.exitCode = chosen.length > 0 && bad.length === 0 ? 0 : 1

async function work(): Promise<void> {
  const dir = await copy()
  try {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { caught, words } = await tryOut(dir, next)
      if (!caught) bad.push(next.name)
      console.log(`${caught ? 'caught  ' : 'NOT CAUGHT'}  ${next.name}\n            ${words}`)
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** A copy to spoil: the sources and tests, and the installed parts by reference. */
async function copy(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'blackstart-mutations-'))
  for (const part of ['src', 'test', 'fixtures', 'scenarios', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
    await cp(join(root, part), join(dir, part), { recursive: true })
  }
  await symlink(join(root, 'node_modules'), join(dir, 'node_modules'))
  return dir
}

async function tryOut(dir: string, { file, from, to, tests }: Mutation): Promise<{ caught: boolean; words: string }> {
  const path = join(dir, file)
  const whole = await readFile(path, 'utf8')
  const places = whole.split(from).length - 1
  if (places !== 1) return { caught: false, words: `"${from}" stands ${places} times in ${file}: mend the mutation` }
  await writeFile(
    path,
    whole.replace(from, () => to),
  )
  try {
    return await runTests(dir, tests)
  } finally {
    await writeFile(path, whole)
  }
}

async function runTests(dir: string, tests: readonly string[]): Promise<{ caught: boolean; words: string }> {
  const file = join(dir, 'results.json')
  await rm(file, { force: true })
  const limit = `--testTimeout=${TIMEOUT_MS}`
  const args = ['run', ...tests, '--bail=1', '--retry=0', limit, '--reporter=json', `--outputFile=${file}`]
  const child = spawn(join(root, 'node_modules/.bin/vitest'), args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err] = await Promise.all([child.stdout.toArray(), child.stderr.toArray()])
  const results = await readFile(file, 'utf8').then(resultsIn, () => undefined)
  if (results === undefined || results.testResults.length === 0) {
    return {
      caught: false,
      words: `the tests could not be run: ${Buffer.concat([...err, ...out])
        .toString()
        .slice(-500)}`,
    }
  }
  const failing = results.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  )
  return failing[0] === undefined
    ? { caught: false, words: `${results.numPassedTests} tests passed all the same` }
    : { caught: true, words: failing[0] }
}

interface Results {
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

function resultsIn(text: string): Results | undefined {
  try {
    return JSON.parse(text) as Results
  } catch {
    return undefined
  }
}
