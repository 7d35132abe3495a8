import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FAULT_KINDS } from '../src/model/fault.ts'

const README = readFileSync('README.md', 'utf8')
const CONTRIBUTING = readFileSync('CONTRIBUTING.md', 'utf8')

describe('the README is true of what is here', () => {
  test('it names every scenario that is shipped, and no other', () => {
    const there = globSync('scenarios/**/*.yaml').map(file => basename(file, '.yaml'))
    const table = section('The scenarios that are shipped', '| command |')
    expect(
      table
        .flatMap(line => codesIn(line))
        .filter(name => name !== 'blackstart plan NAME')
        .toSorted(),
    ).toEqual(there.toSorted())
  })

  test('it names every kind of fault', () => {
    const told = section('| kind of fault |', 'What is measured').flatMap(codesIn)
    const family = (name: string) => told.some(code => code === name || isShortFor(told, name))
    expect(FAULT_KINDS.filter(kind => !family(kind))).toEqual([])
  })

  test('it names every command', () => {
    const commands = globSync('src/cli/commands/*.ts').flatMap(file =>
      [...readFileSync(file, 'utf8').matchAll(/\.command\('([a-z]+)/g)].map(([, name]) => name),
    )
    expect(commands.length).toBeGreaterThan(10)
    expect(
      commands.filter(name => !README.includes(`| \`blackstart ${name}`) && !README.includes(`, \`blackstart ${name}`)),
    ).toEqual([])
  })

  test('its map shows every room', () => {
    const rooms = globSync('src/*/').map(folder => basename(folder))
    const map = section('```\nmodel/', '## Dictionary')
    expect(rooms.filter(room => !map.some(line => line.startsWith(`${room}/`)))).toEqual([])
  })

  test('what it tells of how to work on it can be called', () => {
    const scripts = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts)
    const told = [...`${README}${CONTRIBUTING}`.matchAll(/npm run (?:--silent |--prefix \S+ )?([a-z][a-z-]*)/g)].map(
      ([, name]) => name,
    )
    expect([...new Set(told)].filter(name => name !== 'run' && !scripts.includes(name ?? ''))).toEqual([])
    expect(scripts.filter(name => name !== 'prepack' && name !== 'test' && !told.includes(name))).toEqual([])
  })
})

test('every link from one document to another leads somewhere', () => {
  const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('{docs,fixtures,reports}/**/*.md')]
  const dead = documents
    .filter(file => !file.startsWith('reports/') || file === 'reports/README.md')
    .flatMap(file =>
      [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, to = '']) => ({
        file,
        to,
      })),
    )
    .filter(({ file, to }) => !existsSync(join(dirname(file), to)))
  expect(dead).toEqual([])
})

/** The lines from where something begins until something else does. */
function section(from: string, to: string): readonly string[] {
  const start = README.indexOf(from)
  const end = README.indexOf(to, start)
  if (start < 0 || end < 0) throw new Error(`README has no part from ${from} to ${to}`)
  return README.slice(start, end).split('\n')
}

function codesIn(line: string): readonly string[] {
  return [...line.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
}

/** `.corrupt` after `store.delete` stands for `store.corrupt`. */
function isShortFor(told: readonly string[], kind: string): boolean {
  const [family, ending] = kind.split('.')
  return ending !== undefined && told.includes(`.${ending}`) && told.some(code => code.startsWith(`${family}.`))
}
