import type { Launch } from './store-servers.ts'

/** The two kinds of Milvus that run as one small program: with the engine of the big one, and with all of its calls. */
export const MILVUS_SERVERS = {
  milvus: {
    program: 'milvus',
    args: (port, dir) => [dir.file('rows.db'), `127.0.0.1:${port}`, 'ERROR'],
    url: port => `http://127.0.0.1:${port}`,
  },
  'milvus-lite': {
    program: 'milvus-lite',
    args: (port, dir) => ['server', '--data-dir', dir.file('rows'), '--host', '127.0.0.1', '--port', String(port)],
    url: port => `http://127.0.0.1:${port}`,
  },
} satisfies Readonly<Record<string, Launch>>
