import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder that holds our scenarios and fixtures: the repository, or `dist` once built; both look alike from here. */
export function ownDir(): string {
  return fileURLToPath(new URL('../../', import.meta.url))
}

/** The version in our own package.json, which built or not is in that folder or the one above. */
export function ownVersion(): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    const file = new URL(path, import.meta.url)
    if (!existsSync(file)) continue
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: string }
    return version ?? 'unknown'
  }
  return 'unknown'
}
