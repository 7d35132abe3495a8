import { getPriority, setPriority } from 'node:os'
import { expect } from 'vitest'

// What only computes gives way to what is measured beside it: a drill's platform must not look slow because files are parsed next door.
// Nothing in these rooms waits for a clock, so nothing in them minds; together they take as long as before.
const ONLY_COMPUTING = ['measure', 'model', 'plan', 'platform', 'report', 'runbook', 'scenario', 'testing', 'yaml']
const BEHIND = 5
const LAST = 19

const [, room = ''] = /\/test\/([^/]+)\//.exec(expect.getState().testPath ?? '') ?? []
if (ONLY_COMPUTING.includes(room)) setPriority(Math.min(LAST, getPriority() + BEHIND))
