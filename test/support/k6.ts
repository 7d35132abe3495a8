import { spawnSync } from 'node:child_process'
import { requiredPart } from './required.ts'

/** The k6 of this machine, at BLACKSTART_K6 or on the PATH. */
export const K6 = process.env.BLACKSTART_K6 ?? 'k6'

/** Whether there is one; where there must be, its absence is a failure. */
export const hasK6 = requiredPart(
  'k6',
  spawnSync(K6, ['version']).status === 0,
  'there is no k6 on the PATH nor at BLACKSTART_K6',
)
