import type { Launch } from './store-servers.ts'

/** A Chroma as its own program starts it. */
export const CHROMA: Launch = {
  program: 'chroma',
  args: (port, dir) => ['run', '--path', dir.file('rows'), '--host', '127.0.0.1', '--port', String(port)],
  url: port => `http://127.0.0.1:${port}`,
  ready: async url => (await fetch(new URL('/api/v2/heartbeat', url))).ok,
}
