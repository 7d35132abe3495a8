import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    exclude: ['node_modules', 'dist'],
    // Real sockets and real processes on a busy machine: what takes this long hangs.
    // On a machine shared with strangers one test in thousands meets a stolen second; told, and tried once more.
    retry: process.env.CI === undefined ? 0 : 1,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Files run side by side, each in a process of its own. Drills wait more than they compute: on two cores, two files leave one of
    // them idle half of the time, and four make each other late.
    pool: 'forks',
    maxWorkers: 3,
  },
})
