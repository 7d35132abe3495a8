import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redactor, veil } from '../../src/journal/redact.ts'

const KEY = 'sk-live/ä+42=&"\\ x'
const redact = redactor([{ name: 'KEY', value: KEY }])

describe('a secret is replaced by its name', () => {
  test.for([
    ['as it is', KEY],
    ['inside a text', `Bearer ${KEY}, twice: ${KEY}`],
    ['as part of a URL', `https://x.test/?k=${encodeURIComponent(KEY)}&n=1`],
    ['as part of a URL in small letters', encodeURIComponent(KEY).replace(/%../g, byte => byte.toLowerCase())],
    ['as a form sends it', new URLSearchParams({ key: KEY }).toString()],
    ['inside JSON inside a text', JSON.stringify({ auth: `Bearer ${KEY}` })],
    ['in base64', btoaUtf8(KEY)],
    ['in base64 without padding', btoaUtf8(KEY).replace(/=+$/, '')],
    ['in base64url', Buffer.from(KEY).toString('base64url')],
    ['in basic authentication, after a user of two letters', `Basic ${btoaUtf8(`me:${KEY}`)}`],
    ['in basic authentication, after a user of one letter', `Basic ${btoaUtf8(`m:${KEY}`)}`],
    ['in basic authentication, after a user of three letters', `Basic ${btoaUtf8(`you:${KEY}`)}`],
    ['in basic authentication, before a colon', `Basic ${btoaUtf8(`${KEY}:`)}`],
    ['in an excerpt that was cut in its middle', `Incorrect key provided: ${KEY.slice(0, 9)}…`],
  ] as const)('%s', ([_, text]) => {
    const clean = redact(text)
    expect(clean).toContain('‹env.KEY›')
    expect(clean).not.toContain('sk-live')
    expect(Buffer.from(clean.replace('Basic ', ''), 'base64').toString()).not.toContain('sk-live')
  })

  test('wherever it is inside a value, in keys too, and nothing else changes', () => {
    expect(redact({ list: [1, true, null, { [KEY]: 1, deep: [KEY] }], other: 'text' })).toEqual({
      list: [1, true, null, { '‹env.KEY›': 1, deep: ['‹env.KEY›'] }],
      other: 'text',
    })
  })

  test('a key of several lines goes line by line, as logs and outputs bring it', () => {
    const pem =
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\r\n9w0BAQEFAASCBKcwggSj\nshort\n-----END PRIVATE KEY-----'
    const clean = redactor([{ name: 'PEM', value: pem }])
    expect(clean(`read MIIEvQIBADANBgkqhkiG`)).toBe('read ‹env.PEM›')
    expect(clean('9w0BAQEFAASCBKcwggSj, in short')).toBe('‹env.PEM›, in short')
    expect(clean('-----BEGIN PRIVATE KEY-----')).toBe('-----BEGIN PRIVATE KEY-----')
    expect(clean(`all: ${pem}`)).toBe('all: ‹env.PEM›')
  })

  test('the value handed in stays as it was', () => {
    const value = { header: KEY }
    redact(value)
    expect(value).toEqual({ header: KEY })
  })

  test('characters that mean something in a pattern mean nothing here', () => {
    const odd = redactor([{ name: 'ODD', value: '.*+?^$()|[]{}-/' }])
    expect(odd('anything at all')).toBe('anything at all')
    expect(odd('a .*+?^$()|[]{}-/ b')).toBe('a ‹env.ODD› b')
  })
})

describe('several secrets', () => {
  test('one that contains another goes as a whole, whichever comes first', () => {
    const short = { name: 'SHORT', value: 'pass' }
    const long = { name: 'LONG', value: 'my-pass-word' }
    for (const both of [redactor([short, long]), redactor([long, short])]) {
      expect(both('my-pass-word and pass')).toBe('‹env.LONG› and ‹env.SHORT›')
    }
  })

  test('one that begins with another goes as a whole', () => {
    const both = redactor([
      { name: 'SHORT', value: 'pass' },
      { name: 'LONG', value: 'pass-word' },
    ])
    expect(both('pass-word, pass')).toBe('‹env.LONG›, ‹env.SHORT›')
  })

  test('a name that is put in is not itself searched for secrets', () => {
    const clever = redactor([
      { name: 'DB_PASSWORD', value: 'hunter22' },
      { name: 'WORD', value: 'PASS' },
    ])
    expect(clever('hunter22')).toBe('‹env.DB_PASSWORD›')
  })

  test('two with the same value are named by the first', () => {
    const twins = redactor([
      { name: 'FIRST', value: 'same-value' },
      { name: 'SECOND', value: 'same-value' },
    ])
    expect(twins('same-value')).toBe('‹env.FIRST›')
  })

  test('without any, nothing is even looked at', () => {
    const value = { a: 1 }
    expect(redactor([])(value)).toBe(value)
    expect(redactor([{ name: 'EMPTY', value: '' }])('text')).toBe('text')
  })
})

test('only an excerpt is searched for stumps: a few letters in common are no secret', () => {
  expect(redact('sk-live')).toBe('sk-live')
  expect(redact('sk-li…')).toBe('sk-li…')
})

test('no text that was put together around a secret still holds it', () => {
  const secret = fc.string({ minLength: 4, maxLength: 40, unit: 'binary' })
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
      // Where the text around it says the same again, the name may well contain it.
      fc.pre(!`‹env.X›${before}${after}`.includes(value))
      const clean = redactor([{ name: 'X', value }])({ text: before + value + after })
      expect(clean.text).toContain('‹env.X›')
      expect(clean.text).not.toContain(value)
    }),
  )
})

describe('whoever must undo', () => {
  test('finds the values again where the names stand', () => {
    const undo = { kind: 'toxiproxy.remove-proxy', toxiproxy: `http://${KEY}:8474`, proxy: 'openai' }
    const found = veil({ KEY }).reveal(JSON.parse(JSON.stringify(redact(undo))))
    expect(found).toEqual(undo)
  })

  test('tells of it with the names in place of the values again', () => {
    const { reveal, hide } = veil({ KEY, OTHER: 'not-asked-for' })
    expect(hide(`${KEY} not-asked-for`)).toBe(`${KEY} not-asked-for`)
    expect(reveal('at ‹env.KEY›')).toBe(`at ${KEY}`)
    expect(hide({ said: `cannot reach ${KEY}`, other: 'not-asked-for' })).toEqual({
      said: 'cannot reach ‹env.KEY›',
      other: 'not-asked-for',
    })
  })

  test('is told which variable is missing', () => {
    expect(() => veil({}).reveal({ url: '‹env.TOXIPROXY_URL›/x' })).toThrow(
      'the environment variable TOXIPROXY_URL is needed for this, and is not set',
    )
  })
})

function btoaUtf8(text: string): string {
  return Buffer.from(text).toString('base64')
}
