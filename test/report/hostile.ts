import type { DrillEvent } from '../../src/model/event.ts'
import { passedDrill } from './drills.ts'

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
const KEPT = new Set([...NAMES, 'bad', 'wall', 'dialect', 'rtoUntil'])

/** A drill in which every text that can come from outside is the given one. */
export function hostileDrill(text: string): readonly DrillEvent[] {
  const left = [{ where: text, what: text, command: text }]
  const extra = { seq: 0, atMs: 9000, wall: '2026-03-02T14:05:20.000Z' }
  return [
    ...passedDrill().map(event => (event.type === 'residue.scanned' ? { ...event, left } : event)),
    { ...extra, type: 'guard.tripped', guard: text, detail: text } as const,
    { ...extra, type: 'fault.refused', fault: text, error: text } as const,
    { ...extra, type: 'drill.aborted', cause: 'guard', why: text } as const,
  ].map(event => poisoned(event, text))
}

function poisoned<T>(value: T, text: string): T {
  if (Array.isArray(value)) return value.map(each => poisoned(each, text)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (KEPT.has(key)) return [key, each]
      return [key, typeof each === 'string' ? text : poisoned(each, text)]
    }),
  ) as T
}
