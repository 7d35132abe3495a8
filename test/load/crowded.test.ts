import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { tempDir } from '../support/temp-dir.ts'
import { orderWith } from './sender-rig.ts'

test('where too many files are open for k6 its load is broken, says why, and the engine lives on', async () => {
  const module = JSON.stringify(new URL('../../src/load/engine/k6-load.ts', import.meta.url).href)
  await using dir = await tempDir()
  const file = dir.file('crowded.mjs')
  // One is left, for the script.
  const program = `
    import { closeSync, openSync } from 'node:fs'
    const { k6Load } = await import(${module})
    const order = ${JSON.stringify(orderWith('http://127.0.0.1:9', { engine: 'k6' }))}
    const load = k6Load('a', order, { kind: 'program', file: '/bin/true' }, ${JSON.stringify(dir.path)})
    const held = []
    try { for (;;) held.push(openSync('/dev/null')) } catch {}
    closeSync(held.pop())
    await load.begin()
    const { state, end, detail } = load.report({ second: 0, answer: 0 })
    console.log(JSON.stringify([state, end, detail]))
  `
  await writeFile(file, program)
  const said = execFileSync('/bin/sh', ['-c', 'ulimit -n 100; exec "$0" "$1"', process.execPath, file], {
    encoding: 'utf8',
  })
  expect(JSON.parse(said)).toEqual(['ended', 'broken', 'k6 ended: spawn /bin/true EMFILE'])
})
