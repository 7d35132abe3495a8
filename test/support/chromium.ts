import { existsSync } from 'node:fs'

const KNOWN_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where the Chromium of this machine is: what `BLACKSTART_CHROMIUM` says, else a usual place. Nothing is ever downloaded. */
export function chromiumPath(): string | undefined {
  const named = process.env.BLACKSTART_CHROMIUM
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined
  return KNOWN_PLACES.find(path => existsSync(path))
}

/** Makes it stay quiet: no sandbox that containers lack, no update, no sync, no network of its own. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const
