import type { Spec } from '../../model/spec.ts'
import type { Verdict } from '../../model/verdict.ts'

/** Where a run of Playwright specs finds and leaves everything. */
export interface PlaywrightPlaces {
  /** Absolute; undefined where the user has no configuration. */
  readonly config: string | undefined
  readonly platformDir: string
  readonly results: string
  readonly artefacts: string
  /** A browser that is there, for configurations that name none. */
  readonly browser: string | undefined
  /** Whether what Playwright films with is there: without it, asking for a film lets every spec fail. */
  readonly canFilm: boolean
  /** A trace holds every request, with the keys in it: none is kept of specs that were given a secret. */
  readonly keepsTraces: boolean
}

/**
 * A configuration around the user's own: the same specs and projects, but with our base URL and retries, and with
 * everything about a failure kept in the drill's folder.
 */
export function wrappedConfig(
  { baseUrl, retries }: Extract<Spec, { kind: 'playwright' }>,
  places: PlaywrightPlaces,
): string {
  const said = JSON.stringify
  const launch =
    places.browser === undefined
      ? ''
      : `launchOptions: { executablePath: ${said(places.browser)}, ...base.use?.launchOptions },`
  return `import { dirname, resolve } from 'node:path'
${places.config === undefined ? 'const base = {}' : `import * as own from ${said(places.config)}\nconst base = own.default?.default ?? own.default ?? {}`}
const home = ${places.config === undefined ? said(places.platformDir) : `dirname(${said(places.config)})`}
const ours = { baseURL: ${said(baseUrl)}, screenshot: 'only-on-failure', trace: ${places.keepsTraces ? "'retain-on-failure'" : "'off'"}, video: ${places.canFilm ? "'retain-on-failure'" : "'off'"} }
const use = { ...base.use, ...ours, ${launch} }
const within = project => ({ ...project, ...(project.testDir ? { testDir: resolve(home, project.testDir) } : {}) })
export default {
  ...within({ testDir: '.', ...base }),
  ...(base.projects ? { projects: base.projects.map(project => ({ ...within(project), use: { ...project.use, ...ours } })) } : {}),
  use,
  retries: ${retries},
  outputDir: ${said(places.artefacts)},
  preserveOutput: 'failures-only',
  reporter: [['json', { outputFile: ${said(places.results)} }]],
  forbidOnly: true,
}
`
}

/** What came of the specs; and what Playwright kept of those that failed at least once, by absolute paths. */
export interface SpecResults {
  readonly verdict: Verdict
  readonly detail: string
  readonly kept: readonly string[]
}

/** What Playwright's own results say: how many passed, how many only when tried again, which failed and why. */
export function readResults(text: string): SpecResults {
  const results = parsedResults(text)
  if (results === undefined) return inconclusive('Playwright left no results')
  // A file that cannot be read holds no spec either: the first reason says more.
  const nothingFound = results.errors.some(error => NOTHING_FOUND.test(error))
  const trouble = results.errors.filter(error => !NOTHING_FOUND.test(error)).join(' ')
  const specs = results.suites.flatMap(specsIn)
  const count = (status: string) => specs.filter(spec => spec.status === status).length
  const broken = specs.filter(spec => spec.status === 'unexpected')
  const missing = [trouble, ...broken.map(spec => spec.error)].find(error => BROWSER_MISSING.test(error))
  if (missing !== undefined) return inconclusive(`there is no browser (${excerpt(missing)}); ${BROWSER_ADVICE}`)
  if (trouble !== '') return inconclusive(`Playwright could not run: ${excerpt(trouble)}`)
  if (nothingFound) return inconclusive(`no spec was found; ${FILES_ADVICE}`)
  const ran = specs.length - count('skipped')
  if (ran === 0) {
    return inconclusive(
      specs.length > 0 ? `no spec ran: all ${specs.length} are skipped` : `no spec ran; ${FILES_ADVICE}`,
    )
  }
  const flaky = specs.filter(spec => spec.status === 'flaky')
  const again =
    flaky.length === 0
      ? ''
      : `, ${flaky.length} only when tried again (${flaky.map(({ title, tries }) => `${title}: ${tries} tries`).join('; ')})`
  const skipped = count('skipped') === 0 ? '' : `, ${count('skipped')} skipped`
  const passed = `${ran - broken.length} of ${ran} specs passed${again}${skipped}`
  const kept = [...broken, ...flaky].flatMap(spec => spec.kept)
  if (broken.length === 0) return { verdict: 'passed', detail: passed, kept }
  const why = broken.slice(0, 3).map(({ title, error, tries }) => `${title}${triedWords(tries)}: ${excerpt(error)}`)
  return { verdict: 'failed', detail: `${passed}. ${why.join('. ')}`, kept }
}

function inconclusive(detail: string): SpecResults {
  return { verdict: 'inconclusive', detail, kept: [] }
}

function triedWords(tries: number): string {
  return tries > 1 ? ` (${tries} tries)` : ''
}

const BROWSER_ADVICE =
  'install one with "npx playwright install chromium", or name the one you have in BLACKSTART_CHROMIUM'
const NOTHING_FOUND = /No tests found/
const FILES_ADVICE = 'say which in "files:", or name a configuration whose testDir holds some'

const BROWSER_MISSING = /executable doesn't exist|playwright install|Failed to launch[\s\S]*ENOENT/i

interface Seen {
  readonly title: string
  readonly status: string
  readonly tries: number
  readonly error: string
  readonly kept: readonly string[]
}

interface Suite {
  readonly title?: string
  readonly suites?: readonly Suite[]
  readonly specs?: readonly {
    readonly title: string
    readonly tests: readonly {
      readonly status: string
      readonly results: readonly {
        readonly error?: { readonly message?: string }
        readonly attachments?: readonly { readonly name: string; readonly path?: string }[]
      }[]
    }[]
  }[]
}

function specsIn({ suites = [], specs = [] }: Suite): readonly Seen[] {
  const own = specs.flatMap(({ title, tests }) =>
    tests.map(({ status, results }): Seen => {
      const kept = results.flatMap(({ attachments = [] }) => attachments.flatMap(({ path }) => path ?? []))
      const error = results.find(({ error }) => error !== undefined)?.error?.message ?? ''
      return { title, status, tries: results.length, error, kept: [...new Set(kept)] }
    }),
  )
  return [...own, ...suites.flatMap(specsIn)]
}

function parsedResults(
  text: string,
): { readonly suites: readonly Suite[]; readonly errors: readonly string[] } | undefined {
  try {
    const { suites = [], errors = [] } = JSON.parse(text) as { suites?: Suite[]; errors?: { message?: string }[] }
    return { suites, errors: errors.map(({ message = '' }) => message) }
  } catch {
    return undefined
  }
}

/** The first line that says something, without the colours of a terminal. */
function excerpt(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal
  const plain = text.replace(/\u001b\[[\d;]*m/g, '')
  const lines = plain
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  return lines.slice(0, 3).join(' ').slice(0, 300)
}
