import { loadMain } from './engine/program.ts'

// Whatever its threads are sending ends here, at once.
process.exit(await loadMain(process.argv.slice(2)))
