import { watchdogMain } from './program.ts'

process.exit(await watchdogMain(process.argv.slice(2)))
