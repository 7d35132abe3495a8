import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** Where Harbor is. */
export const HARBOR = fileURLToPath(new URL('../../fixtures/harbor/', import.meta.url))

/** A platform file of Harbor's that says some things differently; everything beside it is Harbor's own. */
export function harborWith(changes: readonly (readonly [from: string, to: string])[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'harbor-with-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  for (const name of readdirSync(HARBOR)) {
    if (name === 'platform.yaml') continue
    // Playwright looks into no linked folder; what its specs import is found where they are.
    if (name === 'specs') cpSync(join(HARBOR, name), join(dir, name), { recursive: true })
    else symlinkSync(join(HARBOR, name), join(dir, name))
  }
  symlinkSync(join(HARBOR, '../../node_modules'), join(dir, 'node_modules'))
  const file = join(dir, 'platform.yaml')
  writeFileSync(file, changes.reduce(inPlaceOf, readFileSync(join(HARBOR, 'platform.yaml'), 'utf8')))
  return file
}

function inPlaceOf(text: string, [from, to]: readonly [string, string]): string {
  if (!text.includes(from)) throw new Error(`Harbor's platform file no longer says ${from}`)
  return text.replaceAll(from, to)
}
