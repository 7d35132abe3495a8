import { squeezeMain } from './program.ts'

process.exit(await squeezeMain(process.argv.slice(2)))
