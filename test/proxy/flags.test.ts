import { expect, test } from 'vitest'
import { parseFlags } from '../../src/proxy/flags.ts'

const DEFAULTS = {
  host: 'localhost',
  port: 8474,
  config: undefined,
  seed: undefined,
  proxyMetrics: false,
  runtimeMetrics: false,
  version: false,
  lifeline: false,
  help: false,
}

test('flags have one dash or two, and their value behind a blank or an equals sign', () => {
  expect(parseFlags([])).toEqual(DEFAULTS)
  const all = {
    ...DEFAULTS,
    host: '0.0.0.0',
    port: 1234,
    config: 'a b.json',
    seed: -5,
    proxyMetrics: true,
    lifeline: true,
  }
  expect(
    parseFlags(['-host', '0.0.0.0', '-port=1234', '--config', 'a b.json', '--seed=-5', '-proxy-metrics', '--lifeline']),
  ).toEqual(all)
  expect(parseFlags(['-runtime-metrics=true', '-version=false'])).toEqual({ ...DEFAULTS, runtimeMetrics: true })
})

test('says what is wrong with a command line', () => {
  expect(parseFlags(['-bogus'])).toBe('flag provided but not defined: -bogus')
  expect(parseFlags(['stray'])).toBe('unexpected argument: stray')
  expect(parseFlags(['-port'])).toBe('flag needs an argument: -port')
  expect(parseFlags(['-port', 'http'])).toBe('invalid value "http" for flag -port')
  expect(parseFlags(['-port', '70000'])).toBe('invalid value "70000" for flag -port')
  expect(parseFlags(['-seed', '1.5'])).toBe('invalid value "1.5" for flag -seed')
  expect(parseFlags(['-version=maybe'])).toBe('invalid value "maybe" for flag -version')
})
