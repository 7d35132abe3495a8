import { mockMain } from './mock-main.ts'

// Standard input may still hold the process open; everything of ours is closed by now.
process.exit(await mockMain(process.argv.slice(2)))
