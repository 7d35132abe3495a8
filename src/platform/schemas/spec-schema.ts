import { z } from 'zod'
import type { Spec } from '../../model/spec.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import { keysAt, problemAtKey } from '../../yaml/tree.ts'
import { mappingOf, quoted } from '../../yaml/words.ts'
import { duration, named, text, webAddress, whole } from '../../yaml/written-values.ts'
import { ms } from '../resolve/resolve-asked.ts'

const playwright = z
  .strictObject({
    files: z
      .array(z.string().min(1))
      .optional()
      .meta({ description: 'Which specs; all of its configuration unless given' }),
    config: text('Its configuration, as a path from this file').optional(),
    project: text('Which of its projects').optional(),
    baseUrl: webAddress('Where pages are opened: its base URL, and BASE_URL in its environment'),
    retries: whole('How often a spec that failed is tried again; never unless given', 0, 5).optional(),
  })
  .meta({ description: 'Playwright specs of your own' })

/** Programs that say whether a platform is back, as they are written. */
export const specsSchema = named(
  'Programs of your own that say whether the platform is back: smoke gates run them',
  z.strictObject({
    command: text('A command that ends with 0 if all is well').optional(),
    playwright: playwright.optional(),
    within: duration('How long it may take; 2m unless given').optional(),
    environment: named('What it finds in its environment', z.string()).optional(),
  }),
)

type WrittenSpec = NonNullable<z.infer<typeof specsSchema>[string]>

/** A spec with all that was left unsaid. */
export function resolveSpec(id: string, written: WrittenSpec): Spec {
  const frame = { id, withinMs: ms(written.within, 120_000), environment: written.environment ?? {} }
  if (written.playwright === undefined) return { ...frame, kind: 'command', command: written.command ?? '' }
  const { files = [], config, project, baseUrl, retries = 0 } = written.playwright
  return { ...frame, kind: 'playwright', files, config, project, baseUrl, retries }
}

/** A spec is one program, and its name is nobody else's. */
export const specRules: readonly Rule[] = [
  tree =>
    keysAt(tree, ['specs']).flatMap(id => {
      const path = ['specs', id]
      const said = ['command', 'playwright'].filter(key => keysAt(tree, path).includes(key))
      if (said.length === 1) return []
      return [
        problemAtKey(tree, path, {
          code: said.length === 0 ? 'MISSING_KEY' : 'CONTRADICTION',
          what: `${mappingOf(path, '')} says ${said.length === 0 ? 'neither' : 'both'} "command" and "playwright"`,
          why: 'it is one program that is run',
          now: 'write exactly one of them',
        }),
      ]
    }),
  tree =>
    keysAt(tree, ['specs'])
      .filter(id => ['checks', 'journeys'].some(group => keysAt(tree, [group]).includes(id)))
      .map(id =>
        problemAtKey(tree, ['specs', id], {
          code: 'DUPLICATE_NAME',
          what: `${quoted(id)} is the name of a spec and of a check or journey`,
          why: 'a smoke gate names either, and could mean both',
          now: 'give one of them another name',
        }),
      ),
]
