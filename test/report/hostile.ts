import { readFileSync } from 'node:fs'
import type { DrillEvent, Happening } from '../../src/model/event.ts'
import { blasted } from '../measure/isolation/story.ts'

/** Texts that would do something if a report let them. Each sets `pwned` where it gets to run. */
export const HOSTILE = [
  '<script>pwned=1</script>',
  '<img src=x onerror="pwned=1">',
  '<svg onload=pwned=1>',
  '"><script>pwned=1</script>',
  "' onmouseover='pwned=1' autofocus onfocus='pwned=1' x='",
  '</style><script>pwned=1</script>',
  '</title><script>pwned=1</script>',
  '</text></svg><script>pwned=1</script>',
  ']]><script>pwned=1</script><![CDATA[',
  '--><script>pwned=1</script><!--',
  'javascript:pwned=1',
  '[click](javascript:pwned=1) ![x](https://evil.example/x.png) <javascript:pwned=1>',
  '{{#with this}}{{lookup . "constructor"}}{{/with}} {{{style}}}',
  '<a href="javascript:pwned=1">x</a><iframe src="javascript:parent.pwned=1"></iframe>',
  '<base href="https://evil.example/"><link rel=stylesheet href="//evil.example/x.css">',
  'x | y || z\n\n# heading\n\n- item\n\n```\n<script>pwned=1</script>',
  '&lt;script&gt;pwned=1&lt;/script&gt; &#x3C;script>pwned=1</script>',
  '\u0000\u0008\u001b[2Jgone\u009b31m\ud800\ufffe',
  '__proto__',
] as const

// What the model knows by name; everything else comes from somebody's file or from the platform.
const NAMES = ['type', 'phase', 'kind', 'state', 'verdict', 'during', 'cause', 'by', 'role', 'class', 'environment']
const KEPT = new Set([...NAMES, 'bad', 'wall', 'dialect', 'rtoUntil', 'into', 'engine', 'end'])
// What it is depends on where it stands: the word of an outcome is ours, the texts inside one are not; a histogram is packed numbers.
const KEPT_WORDS = new Set(['outcome', 'latency'])

/** A real drill, with golden questions, answers and ledgers. */
const real = readFileSync(new URL('../../reports/example/journal.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map(line => JSON.parse(line) as DrillEvent)

/** A drill in which every text that can come from outside is the given one. */
export function hostileDrill(text: string): readonly DrillEvent[] {
  const left = [{ where: text, what: text, command: text }]
  const extra = { seq: 0, atMs: 9000, wall: '2026-03-02T14:05:20.000Z' }
  return [
    ...real.map(event => (event.type === 'residue.scanned' ? { ...event, left } : event)),
    { ...extra, type: 'guard.tripped', guard: text, detail: text } as const,
    { ...extra, type: 'fault.refused', fault: text, error: text } as const,
    { ...extra, type: 'drill.aborted', cause: 'guard', why: text } as const,
    ...more(text).map(happening => ({ ...extra, ...happening })),
  ].map(event => poisoned(event, text))
}

/** Everything else that people, runbooks, platforms and tenants can put words into. */
function more(text: string): readonly Happening[] {
  const checks = [{ check: 'counts', verdict: 'failed', detail: text }] as const
  const answered = { dueMs: 9000, tookMs: 1, detail: text }
  return [
    { type: 'note.added', by: text, text },
    { type: 'signal.changed', signal: text, on: true, detail: text },
    { type: 'guard.looked', guard: text, state: 'blind', detail: text },
    { type: 'runbook.started', runbook: text, title: text, steps: [{ title: text, owner: text, boxMs: 100 }] },
    { type: 'runbook.step.started', step: 1, title: text },
    { type: 'runbook.said', step: 1, text },
    { type: 'runbook.decided', step: 1, question: text, answer: text, by: 'person' },
    {
      ...{ type: 'runbook.step.finished', step: 1, title: text, outcome: 'failed', tookMs: 5 },
      ...{ exitCode: 1, detail: text },
    },
    { type: 'runbook.finished', outcome: 'failed', detail: text },
    { type: 'parachute.skipped', why: text },
    { type: 'restore.timed', component: text, into: 'place', rows: 3, bytes: 30, tookMs: 5 },
    { type: 'integrity.checked', component: text, during: 'recovered', checks },
    ...blasted().map(([, happening]) => happening),
    { type: 'canary.planted', canary: text, tenant: text, place: text, planted: false, detail: text },
    { type: 'canary.planted', canary: text, tenant: text, place: text, planted: true, detail: text },
    { type: 'canary.seen', canary: text, owner: text, seenBy: text, where: text },
    { type: 'intruder.tried', intruder: text, key: text, outcome: 'let-in', ...answered },
    { type: 'baseline.repeated', reasons: [text] },
  ] satisfies readonly Happening[]
}

function poisoned<T>(value: T, text: string): T {
  if (Array.isArray(value)) return value.map(each => poisoned(each, text)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (KEPT.has(key) || (KEPT_WORDS.has(key) && typeof each === 'string')) return [key, each]
      return [key, typeof each === 'string' ? text : poisoned(each, text)]
    }),
  ) as T
}
