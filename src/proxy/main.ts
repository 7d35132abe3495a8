import { proxyMain } from './program.ts'

// Nothing that a request or a peer has left hanging may keep the process from ending.
process.exit(await proxyMain(process.argv.slice(2)))
