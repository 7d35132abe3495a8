import { ownVersion } from './own-files.ts'
import { runCli } from './program.ts'
import { screenOn } from './screen.ts'

process.exitCode = await runCli(process.argv.slice(2), {
  out: screenOn(process.stdout),
  err: screenOn(process.stderr),
  version: ownVersion(),
  desk: async () => (await import('./node-desk.ts')).nodeDesk(),
})
// A forgotten handle must not keep a finished command alive; what was printed is flushed first.
process.stdout.write('', () => process.exit())
