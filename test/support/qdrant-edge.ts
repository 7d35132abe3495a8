import type { Launch } from './store-servers.ts'

/** Qdrant's own engine, behind as much of its interface as the driver asks: the server that has all of it is in no registry but the images'. */
export const QDRANT_EDGE: Launch = {
  program: 'qdrant-edge',
  args: (port, dir) => [dir.file('rows'), String(port)],
  url: port => `http://127.0.0.1:${port}`,
}
