import fc from 'fast-check'
import { parse, stringify } from 'yaml'

const JUNK = fc.oneof(
  fc.constantFrom(...'{}[]:,#&*!|>@`%"\'\\-?~ \t\n\r'),
  fc.constantFrom(
    ': ',
    '- ',
    '${',
    '${env.',
    '*a',
    '&a ',
    '<<: ',
    '---\n',
    '"',
    "'",
    '\u0000',
    '😀',
    '.inf',
    '__proto__',
  ),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
)

/** Text with some pieces put in, taken out, doubled or moved. */
export function editsOf(text: string): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(text.length),
    length: fc.nat(40),
    act: fc.constantFrom('insert', 'delete', 'replace', 'double', 'indent'),
    junk: JUNK,
  })
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map(edits =>
    edits.reduce((sofar, { at, length, act, junk }) => {
      const [before, piece, after] = [sofar.slice(0, at), sofar.slice(at, at + length), sofar.slice(at + length)]
      switch (act) {
        case 'insert':
          return before + junk + piece + after
        case 'delete':
          return before + after
        case 'replace':
          return before + junk + after
        case 'double':
          return before + piece + piece + after
        default:
          return `${before}\n  ${piece}${after}`
      }
    }, text),
  )
}

const VALUE = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    2.5,
    1e300,
    '',
    'x',
    '5s',
    '0s',
    '-1s',
    `\${openai}`,
    `\${env.HOME}`,
    '${',
    [],
    {},
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

/** A file of the same structure in which some values are others, some keys are misspelt and some are gone. */
export function changesOf(text: string): fc.Arbitrary<string> {
  const change = fc.record({ pick: fc.nat(), act: fc.constantFrom('replace', 'rename', 'delete'), value: VALUE })
  return fc.array(change, { minLength: 1, maxLength: 4 }).map(changes => {
    const root = { file: parse(text) as unknown }
    for (const { pick, act, value } of changes) {
      const slots = slotsOf(root)
      const slot = slots[pick % slots.length]
      if (slot === undefined) continue
      const { holder, key } = slot
      const old = holder[key]
      if (act === 'replace') holder[key] = value
      else delete holder[key]
      if (act === 'rename') holder[`${key.slice(1)}${key.slice(0, 1)}`] = old
    }
    return stringify(root.file ?? null)
  })
}

function slotsOf(value: unknown): readonly { readonly holder: Record<string, unknown>; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap(key => [{ holder, key }, ...slotsOf(holder[key])])
}
