import Handlebars from 'handlebars'
import * as drawing from './templates/drawing.ts'
import { contents, drill } from './templates/drill.ts'
import { firstScreen } from './templates/first-screen.ts'
import { gameDay } from './templates/game-day.ts'
import { index } from './templates/index-page.ts'
import { junit } from './templates/junit.ts'
import { markdown } from './templates/markdown.ts'
import { page } from './templates/page.ts'
import { SECTIONS } from './templates/sections.ts'
import * as signs from './templates/signs.ts'
import { terms } from './templates/terms.ts'
import { PLAIN, type Theme } from './theme.ts'

/** A template ready to be filled in. It throws for a name that its view does not have. */
export type Template = (context: object) => string

/** The pages. Whatever is filled in is escaped. */
export function htmlTemplates(theme: Theme = PLAIN): Template {
  return compiled(
    page,
    {
      ...drawing,
      ...signs,
      terms,
      ...Object.fromEntries(SECTIONS.map(({ id, template }) => [id, template])),
      firstScreen,
      contents,
      drill,
      gameDay,
      index,
      ...theme.partials,
    },
    { words: theme.words },
  )
}

/** XML is escaped as HTML is. */
export function junitTemplate(): Template {
  return compiled(junit, {})
}

/** Markdown has other characters to escape: the caller does that, for the whole view at once. */
export function markdownTemplate(): Template {
  return compiled(markdown, {}, { compile: { noEscape: true } })
}

interface How {
  readonly words?: Readonly<Record<string, string>>
  readonly compile?: CompileOptions
}

function compiled(
  main: string,
  partials: Readonly<Record<string, string>>,
  { words = {}, compile = {} }: How = {},
): Template {
  // An environment of its own: partials of one form never leak into another.
  const handlebars = Handlebars.create()
  handlebars.registerPartial(partials)
  handlebars.registerHelper('w', (ours: string) => (Object.hasOwn(words, ours) ? words[ours] : ours))
  return handlebars.compile(main, { strict: true, ...compile })
}
