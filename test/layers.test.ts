import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

// One line a layer. A room imports rooms of the lines above its own, and those before it on its own line.
const LAYERS = [
  ['model'],
  ['yaml', 'platform', 'scenario', 'runbook', 'plan', 'measure', 'report'],
  ['wire', 'journal', 'proxy', 'mock', 'network', 'stores', 'probes', 'gates', 'load', 'faults'],
  ['run'],
  ['archive', 'console', 'testing', 'watchdog', 'squeeze'],
  ['cli'],
]
const ORDER = LAYERS.flat()
const PURE = [...(LAYERS[0] ?? []), ...(LAYERS[1] ?? [])]
const ENTRANCES = [
  'cli/node-desk.ts',
  'index.ts',
  'watchdog/program.ts',
  'probes/thread/program.ts',
  'squeeze/program.ts',
]
// The stand-alone servers keep time themselves; the others are given it.
const MAY_TOUCH_THE_WORLD =
  /^load\/(engine\/|main\.ts|k6\/script\.ts)|^(world|wire|proxy|mock|watchdog|squeeze)\/|^cli\/(main|node-desk|screen|own-files)\.ts$/

const SOURCES = globSync('**/*.ts', { cwd: 'src' }).toSorted().map(sourceAt)
const EDGES = SOURCES.flatMap(({ file, imports }) => imports.map(to => ({ file, to })))

describe('imports point one way', () => {
  test('every room has its place', () => {
    expect(SOURCES.map(source => source.room).filter(room => ![...ORDER, 'world', 'index.ts'].includes(room))).toEqual(
      [],
    )
  })
  test('each room imports only rooms below it', () => {
    const ordered = EDGES.filter(({ file, to }) => ORDER.includes(roomOf(file)) && isOurs(to) && roomOf(to) !== 'world')
    expect(wrong(ordered, ({ file, to }) => ORDER.indexOf(roomOf(to)) <= ORDER.indexOf(roomOf(file)))).toEqual([])
  })
  test('the stand-alone servers need next to nothing of ours', () => {
    const from = (room: string) => EDGES.filter(({ file, to }) => roomOf(file) === room && isOurs(to))
    expect(wrong(from('proxy'), ({ to }) => roomOf(to) === 'proxy' || to === 'model/error.ts')).toEqual([])
    expect(wrong(from('mock'), ({ to }) => ['mock', 'model'].includes(roomOf(to)))).toEqual([])
    expect(wrong(from('world'), ({ to }) => ['world', 'wire', 'model'].includes(roomOf(to)))).toEqual([])
    expect(wrong(from('wire'), ({ to }) => ['wire', 'model'].includes(roomOf(to)))).toEqual([])
  })
  test('the real world comes in by the entrances only', () => {
    const toWorld = EDGES.filter(({ file, to }) => roomOf(to) === 'world' && roomOf(file) !== 'world')
    expect(wrong(toWorld, ({ file }) => ENTRANCES.includes(file))).toEqual([])
  })
  test('the reference platform knows nothing of us', () => {
    const harbor = globSync('fixtures/harbor/**/*.ts').flatMap(file => importsIn(readFileSync(file, 'utf8')))
    expect(harbor.filter(to => to.includes('/src/'))).toEqual([])
  })
})

describe('who may touch what', () => {
  test('pure rooms ask nothing of Node but a hash', () => {
    const toNode = EDGES.filter(({ file, to }) => PURE.includes(roomOf(file)) && to.startsWith('node:'))
    expect(wrong(toNode, ({ file, to }) => file === 'scenario/hash.ts' && to === 'node:crypto')).toEqual([])
  })
  test('pure rooms know neither time nor network nor process', () => {
    expect(using(/\b(process\.|Date\b|setTimeout|setInterval|setImmediate|performance\.|fetch\()/, isPure)).toEqual([])
  })
  test('only the world and what stands alone touch process, timers and today’s date', () => {
    const touch =
      /(?<!(?<!globalThis)\.)\bprocess\.(?!identity|firstLine|exited|go\b)|\b(setTimeout|setInterval|performance\.|Date\.now|new Date\(\))/
    expect(using(touch, ({ file }) => !MAY_TOUCH_THE_WORLD.test(file))).toEqual([])
  })
})

interface Source {
  readonly file: string
  readonly room: string
  readonly code: string
  readonly imports: readonly string[]
}

function sourceAt(file: string): Source {
  const text = readFileSync(join('src', file), 'utf8')
  const imports = importsIn(text).map(to => (to.startsWith('.') ? normalize(join(dirname(file), to)) : to))
  return { file, room: roomOf(file), code: withoutWords(text), imports }
}

function importsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*'([^']+)'/g)].map(([, to]) => to ?? '')
}

/** The code alone: comments and texts may say what they like. */
function withoutWords(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$|'(?:[^'\\\n]|\\.)*'/gm, '')
}

function isOurs(to: string): boolean {
  return to.endsWith('.ts')
}

function isPure(source: Source): boolean {
  return PURE.includes(source.room)
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? file
}

function wrong(edges: typeof EDGES, isRight: (edge: (typeof EDGES)[number]) => boolean): readonly string[] {
  return edges.filter(edge => !isRight(edge)).map(({ file, to }) => `${file} imports ${to}`)
}

function using(touch: RegExp, where: (source: Source) => boolean): readonly string[] {
  return SOURCES.filter(where).flatMap(({ file, code }) => {
    const [found] = touch.exec(code) ?? []
    return found === undefined ? [] : [`${file} uses ${found}`]
  })
}
