import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { renderJunit } from '../../src/report/junit.ts'
import { DRILLS, passedDrill, told } from './drills.ts'
import { HOSTILE, hostileDrill } from './hostile.ts'

const schema = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8')

/** What the schema has against a document. */
async function complaints(contents: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents }], schema: [schema] })
  return errors.map(error => error.message)
}

describe('the XML for CI, by its schema', { timeout: 60_000 }, () => {
  test.each(Object.entries(DRILLS))('a drill that was %s is valid', async (_, make) => {
    expect(await complaints(renderJunit(told(make()).view))).toEqual([])
  })

  test('hostile texts leave it valid', async () => {
    for (const text of HOSTILE) {
      expect({ text, complaints: await complaints(renderJunit(told(hostileDrill(text)).view)) }).toEqual({
        text,
        complaints: [],
      })
    }
  })

  test('the schema can tell', async () => {
    const good = renderJunit(told(passedDrill()).view)
    const bad = [
      good.replace(/ timestamp="[^"]*"/, ' timestamp="2026-03-02T14:05:11.000Z"'),
      good.replace('<system-err></system-err>', ''),
      good.replace(/ tests="\d+"/, ' tests="some"'),
      good.replace('</testsuites>', ''),
    ]
    for (const xml of bad) expect(await complaints(xml)).not.toEqual([])
  })
})
