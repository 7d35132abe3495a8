import { htmlTemplates, type Template } from './templates.ts'
import { PLAIN, type Theme } from './theme.ts'

const compiled = new WeakMap<Theme, Template>()

/** The pages as a theme has them: compiled once, however many drills are shown. */
export function pageOf(theme: Theme = PLAIN): Template {
  const known = compiled.get(theme)
  if (known !== undefined) return known
  const fresh = htmlTemplates(theme)
  compiled.set(theme, fresh)
  return fresh
}
