import { execFileSync, spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { ProcessIdentity } from '../../src/model/event.ts'
import type { ProcessSpec, StartedProcess } from '../../src/model/world/processes.ts'
import { bornOf } from '../../src/world/node/process-table.ts'
import { nodeProcesses } from '../../src/world/node/processes.ts'
import { type TempDir, tempDir } from '../support/temp-dir.ts'
import { eventually, quiet, within } from '../support/wait.ts'
import { where } from '../support/where.ts'

const processes = nodeProcesses()
const WAITING = 'echo ready; exec sleep 1000'

describe('a process that was started', () => {
  test('says its first line, whatever it says afterwards', async () => {
    await using shell = await start('printf one; sleep 0.05; echo " line"; echo another')
    expect(await shell.process.firstLine).toBe('one line')
  })

  test('has no first line if it ends without one', async () => {
    await using shell = await start('echo complaint >&2; exit 3')
    expect(await shell.process.firstLine).toBeUndefined()
  })

  test('tells how it ended', async () => {
    await using shell = await start('exit 3')
    expect(await shell.process.exited).toEqual({ code: 3, signal: null })
  })

  test('tells what killed it', async () => {
    await using shell = await start('kill -KILL $$')
    expect(await shell.process.exited).toEqual({ code: null, signal: 'SIGKILL' })
  })

  test('leaves everything it said in its log, complaints too, to the last word', async () => {
    await using shell = await start('echo out; echo err >&2; seq 1 30000; seq 1 30000 >&2; printf "last word"')
    await shell.process.exited
    const log = await readFile(shell.dir.file('log'), 'utf8')
    expect(['out', 'err', 'last word'].filter(word => log.includes(word))).toEqual(['out', 'err', 'last word'])
    expect(log.match(/30000\n/g)).toHaveLength(2)
  })

  test('leaves no secret in its log, though it comes in two pieces, and its last line without an end', async () => {
    const clean = (text: string) => text.replaceAll('s3cret', '‹env.KEY›')
    const said = 'printf "key s3c"; sleep 0.1; echo "ret, then"; printf "s3cret" >&2'
    await using shell = await start(said, { clean })
    await shell.process.exited
    const log = await readFile(shell.dir.file('log'), 'utf8')
    expect(log).toContain('key ‹env.KEY›, then\n')
    expect(log).not.toContain('s3c')
    expect(log.match(/‹env.KEY›/g)).toHaveLength(2)
  })

  test('gets our environment, and what is added to it', async () => {
    await using shell = await start('echo "$HOME $ADDED"', { env: { ADDED: 'more' } })
    expect(await shell.process.firstLine).toBe(`${process.env.HOME} more`)
  })

  test('starts in its folder', async () => {
    await using shell = await start('pwd -P')
    expect(await shell.process.firstLine).toBe(
      execFileSync('pwd', ['-P'], { cwd: shell.dir.path, encoding: 'utf8' }).trim(),
    )
  })

  test('has ended when it has ended, even if somebody it started holds its pipes open', async () => {
    const holder = `require('child_process').spawn('sleep', ['30'], { detached: true, stdio: 'inherit' }).pid`
    await using shell = await start(`exec ${process.execPath} -e "console.log(${holder}); process.exit(4)"`)
    const pid = Number(await shell.process.firstLine)
    try {
      expect(await within('its end', shell.process.exited, 8000)).toEqual({ code: 4, signal: null })
    } finally {
      process.kill(pid, 'SIGKILL')
    }
  })

  where(process.platform === 'linux', 'only Linux has a disk that is always full')(
    'runs on if there is no room for its log',
    async () => {
      const chatty = 'i=0; while [ $i -lt 20000 ]; do echo "line $i"; echo "complaint $i" >&2; i=$((i+1)); done; exit 5'
      await using shell = await start(chatty, { logFile: '/dev/full' })
      expect(await within('its end', shell.process.exited)).toEqual({ code: 5, signal: null })
    },
  )

  test('that cannot be started at all is an error', async () => {
    await using dir = await tempDir()
    const spec: ProcessSpec = { run: { command: 'true' }, cwd: dir.file('missing'), env: {}, logFile: dir.file('log') }
    await expect(processes.start(spec)).rejects.toMatchObject({ code: 'STAGE_FAILED' })
  })

  test.for(['proxy', 'mock'] as const)('our own %s says where it listens', async program => {
    await using dir = await tempDir()
    await writeFile(dir.file('token'), 'token-of-this-test')
    const args = [
      '--lifeline',
      '--port',
      '0',
      ...(program === 'mock' ? ['--control-port', '0', '--token-file', dir.file('token')] : []),
    ]
    const started = await processes.start({ run: { program, args }, cwd: dir.path, env: {}, logFile: dir.file('log') })
    expect(JSON.parse((await started.firstLine) ?? '{}')).toHaveProperty('listening', expect.stringMatching(/^http:/))
    await processes.end(started.identity, { group: false, graceMs: 5000 })
    expect(await processes.alive(started.identity)).toBe(false)
  })
})

describe('who a process is', () => {
  test('we know ourselves', async () => {
    expect(processes.self.pid).toBe(process.pid)
    expect(await processes.alive(processes.self)).toBe(true)
  })

  test('alive until it has ended', async () => {
    await using shell = await start(WAITING)
    expect(await processes.alive(shell.process.identity)).toBe(true)
    process.kill(shell.process.identity.pid, 'SIGKILL')
    await shell.process.exited
    expect(await processes.alive(shell.process.identity)).toBe(false)
  })

  test('another one with the same number is not the same', async () => {
    await using shell = await start(WAITING)
    expect(await processes.alive({ ...shell.process.identity, born: 'another time' })).toBe(false)
  })

  test('two that were not born at once can be told apart by their birth', async () => {
    await using elder = await start(WAITING)
    await quiet(50)
    await using younger = await start(WAITING)
    expect(elder.process.identity.born).not.toBe(younger.process.identity.born)
  })

  test('a corpse is nobody, as long as it may lie there', async () => {
    await using careless = await start('sleep 0.05 & echo $!; exec sleep 1000')
    const pid = Number(await careless.process.firstLine)
    expect(bornOf(pid)).toBeDefined()
    await eventually('its death', () => psState(pid).startsWith('Z'))
    expect(bornOf(pid)).toBeUndefined()
  })

  test('a number nobody has is nobody', async () => {
    expect(await processes.alive({ pid: 2 ** 22 + 1, born: '1' })).toBe(false)
  })
})

describe('ending a process', () => {
  test('asks first, and lets it tidy up', async () => {
    await using shell = await start('trap "echo tidied; exit 0" TERM; echo ready; while :; do sleep 0.02; done')
    await shell.process.firstLine
    await processes.end(shell.process.identity, { group: false, graceMs: 5000 })
    expect(await shell.process.exited).toEqual({ code: 0, signal: null })
    expect(await readFile(shell.dir.file('log'), 'utf8')).toContain('tidied')
  })

  test('kills what does not listen', async () => {
    await using shell = await start('trap "" TERM; echo ready; while :; do sleep 0.02; done')
    await shell.process.firstLine
    await processes.end(shell.process.identity, { group: false, graceMs: 100 })
    expect(await shell.process.exited).toEqual({ code: null, signal: 'SIGKILL' })
  })

  test('never touches another that was given the same number', async () => {
    await using shell = await start(WAITING)
    await shell.process.firstLine
    for (const group of [false, true]) {
      await processes.end({ ...shell.process.identity, born: 'another time' }, { group, graceMs: 100 })
    }
    expect(await processes.alive(shell.process.identity)).toBe(true)
  })

  test('twice is once', async () => {
    await using shell = await start(WAITING)
    await shell.process.firstLine
    await processes.end(shell.process.identity, { group: true, graceMs: 2000 })
    await processes.end(shell.process.identity, { group: true, graceMs: 2000 })
    expect(await processes.alive(shell.process.identity)).toBe(false)
  })

  test('takes along everybody it has started, if it leads a group', async () => {
    await using shell = await start('sleep 1000 & echo $!; sleep 1000')
    const child = Number(await shell.process.firstLine)
    await processes.end(shell.process.identity, { group: true, graceMs: 2000 })
    expect([isRunning(shell.process.identity.pid), isRunning(child)]).toEqual([false, false])
  })

  test('takes them along even if the leader has already gone', async () => {
    await using shell = await start('sleep 1000 > /dev/null 2>&1 & echo $!')
    const child = Number(await shell.process.firstLine)
    await shell.process.exited
    expect(isRunning(child)).toBe(true)
    await processes.end(shell.process.identity, { group: true, graceMs: 2000 })
    expect(isRunning(child)).toBe(false)
  })

  test('and kills those of them that do not listen', async () => {
    await using shell = await start('sh -c \'trap "" TERM; echo $$; while :; do sleep 0.02; done\' & wait')
    const child = Number(await shell.process.firstLine)
    await processes.end(shell.process.identity, { group: true, graceMs: 150 })
    expect([isRunning(shell.process.identity.pid), isRunning(child)]).toEqual([false, false])
  })
})

test('a child sees its standard input end when we are gone, however we went', async () => {
  await using dir = await tempDir()
  const lonely = fileURLToPath(new URL('lonely-parent.ts', import.meta.url))
  const command = 'cat > /dev/null; echo "input ended" > noticed'
  const parent = spawn(process.execPath, [lonely, dir.path, command], { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise<string>(resolve => createInterface({ input: parent.stdout }).once('line', resolve))
  const child = JSON.parse(line) as ProcessIdentity
  expect(await processes.alive(child)).toBe(true)
  parent.kill('SIGKILL')
  await eventually('the child to notice', () => readFile(dir.file('noticed'), 'utf8').catch(() => undefined))
  await eventually('the child to end', async () => !(await processes.alive(child)))
})

describe('what is not ours', () => {
  test('does nothing before it is told to go on', async () => {
    await using dir = await tempDir()
    const marker = dir.file('begun')
    const spec = { run: { command: `touch ${marker}` }, cwd: dir.path, env: {}, logFile: dir.file('log') }
    const started = await processes.start(spec)
    await quiet(100)
    await expect(readFile(marker)).rejects.toThrow('ENOENT')
    started.go()
    expect(await started.exited).toEqual({ code: 0, signal: null })
    expect(await readFile(marker, 'utf8')).toBe('')
  })

  test('is the same process before and after', async () => {
    await using dir = await tempDir()
    const run = { file: 'sleep', args: ['1000'] }
    const started = await processes.start({ run, cwd: dir.path, env: {}, logFile: dir.file('log') })
    started.go()
    const { pid } = started.identity
    await eventually('the program', async () => (await readFile(`/proc/${pid}/comm`, 'utf8')) === 'sleep\n')
    expect(await processes.alive(started.identity)).toBe(true)
    await processes.end(started.identity, { group: true, graceMs: 0 })
  })

  test('never begins if we die before we could say so', async () => {
    await using dir = await tempDir()
    const marker = dir.file('begun')
    const lonely = fileURLToPath(new URL('./lonely-parent.ts', import.meta.url))
    const parent = spawn(process.execPath, [lonely, dir.path, `touch ${marker}; sleep 1000`, 'hold'])
    const line = await new Promise<string>(resolve => createInterface({ input: parent.stdout }).once('line', resolve))
    const child = JSON.parse(line) as ProcessIdentity
    expect(await processes.alive(child)).toBe(true)
    parent.kill('SIGKILL')
    await eventually('the child to end', async () => !(await processes.alive(child)))
    await expect(readFile(marker)).rejects.toThrow('ENOENT')
  })
})

describe('who is who', () => {
  test('a child, its child and who outlived its parent belong to whoever started them; a stranger does not', async () => {
    await using shell = await start("sh -c 'sleep 1000 & echo $!; exec sleep 1000' & (sleep 1000 & echo $!) ; wait")
    const mine = shell.process.identity
    const log = () => readFile(shell.dir.file('log'), 'utf8').catch(() => '')
    const pids = await eventually('both numbers', async () => {
      const numbers = (await log()).match(/\d+\n/g) ?? []
      return numbers.length === 2 ? numbers.map(Number) : undefined
    })
    for (const pid of pids) {
      const kin = await processes.identify(pid)
      expect(kin === undefined ? undefined : await processes.descends(kin, mine)).toBe(true)
    }
    expect(await processes.descends(processes.self, mine)).toBe(false)
    expect(await processes.descends({ pid: pids[0] ?? 0, born: 'another time' }, mine)).toBe(false)
  })

  test('who listens at a port is found, and nobody where nobody listens', async () => {
    const { createServer } = await import('node:net')
    const server = createServer().listen(0, '127.0.0.1')
    await eventually('the server', () => server.listening)
    const address = server.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    expect(await processes.listening(port)).toEqual(processes.self)
    await new Promise(resolve => server.close(resolve))
    expect(await processes.listening(port)).toBeUndefined()
  })

  test('there is nobody of a number that was never given', async () => {
    expect(await processes.identify(2 ** 30)).toBeUndefined()
    expect(await processes.state({ pid: 2 ** 30, born: '1' })).toBe('gone')
    expect(await processes.signal({ pid: 2 ** 30, born: '1' }, 'SIGKILL')).toBe(false)
  })

  test('a signal reaches exactly the process that was meant: stopped, going on, gone', async () => {
    await using shell = await start(WAITING)
    const { identity, firstLine, exited } = shell.process
    await firstLine
    expect(await processes.signal({ ...identity, born: 'another time' }, 'SIGKILL')).toBe(false)
    expect(await processes.state(identity)).toBe('running')
    expect(await processes.signal(identity, 'SIGSTOP')).toBe(true)
    await eventually('it to stop', async () => (await processes.state(identity)) === 'stopped')
    await processes.signal(identity, 'SIGCONT')
    await eventually('it to go on', async () => (await processes.state(identity)) === 'running')
    await processes.signal(identity, 'SIGKILL')
    expect(await exited).toEqual({ code: null, signal: 'SIGKILL' })
    expect(await processes.state(identity)).toBe('gone')
  })

  test('how long a process has computed grows while it computes', async () => {
    await using shell = await start('echo ready; while :; do :; done')
    await shell.process.firstLine
    await eventually('some work', async () => ((await processes.computedMs(shell.process.identity)) ?? 0) > 50)
  })
})

describe('a command that is run to its end', () => {
  const run = (command: string, change: Partial<Parameters<typeof processes.run>[0]> = {}) =>
    processes.run({ command, cwd: '/', env: {}, timeoutMs: 10_000, ...change })

  test.for([
    ['is done', 'echo well', { state: 'done', code: 0, output: 'well\n' }],
    ['has failed', 'echo badly >&2; exit 3', { state: 'failed', code: 3, output: 'badly\n' }],
    ['does not exist', 'no-such-program-anywhere', { state: 'failed', code: 127 }],
    ['was killed', 'kill -KILL $$', { state: 'failed', code: null }],
  ] as const)('%s', async ([_, command, outcome]) => {
    expect(await run(command)).toMatchObject(outcome)
  })

  test('is ended with all it has started when its time is up', async () => {
    const { state, output } = await run('sleep 1000 & echo $!; sleep 1000', { timeoutMs: 300 })
    expect(state).toBe('late')
    await eventually('its child to end', () => !isRunning(Number(output)))
  })

  test('is ended when it is stopped, and never begins once it was', async () => {
    const stop = new AbortController()
    const running = run('sleep 1000', { signal: stop.signal })
    stop.abort()
    expect(await running).toMatchObject({ state: 'stopped' })
    expect(await run('echo never', { signal: stop.signal })).toMatchObject({ state: 'stopped', output: '' })
  })

  test('is over when it is over, whoever holds its output open', async () => {
    const { state, output } = await run('sleep 30 & echo $!')
    expect(state).toBe('done')
    process.kill(Number(output), 'SIGKILL')
  })

  test('in a folder that is not there it does not start', async () => {
    expect(await run('true', { cwd: '/no/such/folder' })).toMatchObject({ state: 'not-started', code: null })
  })
})

test('where too many files are open nothing starts, and who wanted to start it lives on and says why', async () => {
  const module = JSON.stringify(new URL('../../src/world/node/processes.ts', import.meta.url).href)
  const program = `
    import { openSync } from 'node:fs'
    const { nodeProcesses } = await import(${module})
    const { run, start } = nodeProcesses()
    try { for (;;) openSync('/dev/null') } catch {}
    const ran = await run({ command: 'true', cwd: '/', env: {}, timeoutMs: 1000 })
    const started = await start({ run: { command: 'true' }, cwd: '/', env: {}, logFile: '/dev/null' }).catch(error => error.message)
    console.log(JSON.stringify([ran.state, ran.output, started]))
  `
  await using dir = await tempDir()
  const file = dir.file('crowded.mjs')
  await writeFile(file, program)
  const said = execFileSync('/bin/sh', ['-c', 'ulimit -n 100; exec "$0" "$1"', process.execPath, file], {
    encoding: 'utf8',
  })
  const why = 'spawn /bin/sh EMFILE'
  expect(JSON.parse(said)).toEqual(['not-started', why, `Could not start a process: ${why}.`])
})

/** A shell command under way; killed with its group when the test is over. */
async function start(
  command: string,
  change: Partial<ProcessSpec> = {},
): Promise<AsyncDisposable & { readonly process: StartedProcess; readonly dir: TempDir }> {
  const dir = await tempDir()
  const spec = { run: { command }, cwd: dir.path, env: {}, logFile: dir.file('log'), ...change }
  const started = await processes.start(spec)
  started.go()
  return {
    process: started,
    dir,
    async [Symbol.asyncDispose]() {
      await processes.end(started.identity, { group: true, graceMs: 0 })
      await started.exited
      await dir[Symbol.asyncDispose]()
    },
  }
}

/** Whether there is such a process, and not only its corpse. */
function isRunning(pid: number): boolean {
  const state = psState(pid)
  return state !== '' && !state.startsWith('Z')
}

function psState(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}
