import type { Problem } from '../model/problem.ts'
import type { Path, Tree } from '../yaml/tree.ts'
import { problemAtValue, textAt } from '../yaml/tree.ts'
import { quoted, subjectOf } from '../yaml/words.ts'
import { HOST_AND_PORT } from '../yaml/written-values.ts'
import type { WrittenQuestion } from './request-schema.ts'
import { badAddress } from './sayings.ts'
import type { WrittenPlatform, WrittenToxiproxy } from './schema.ts'
import { TOXIPROXY_WORDS } from './schema.ts'

/** Addresses that turned out, once filled in, to lead nowhere. Messages show them as written: what was filled in may be a secret. */
export function addressProblems(tree: Tree, filled: WrittenPlatform): readonly Problem[] {
  const badPlaces = hostsAndPorts(filled).filter(({ value }) => !isHostAndPort(value))
  const badUrls = webAddresses(filled).filter(({ value }) => !isWebAddress(value))
  return [
    ...badPlaces.map(({ path }) =>
      problemAtValue(tree, path, badAddress({ subject: subjectOf(path, ''), value: textAt(tree, path) })),
    ),
    ...badUrls.map(({ path }) =>
      problemAtValue(tree, path, badWebAddress(subjectOf(path, ''), textAt(tree, path) ?? '')),
    ),
  ]
}

interface Address {
  readonly path: Path
  readonly value: string
}

function hostsAndPorts(filled: WrittenPlatform): readonly Address[] {
  const connected = questions(filled).flatMap(({ path, address }) =>
    address === undefined ? [] : [{ path: [...path, 'address'], value: address }],
  )
  const routes = Object.entries(filled.components).flatMap(([id, { route, process: own }]) => {
    const path = ['components', id, 'process', 'listens']
    const listens = own?.listens === undefined ? [] : [{ path, value: own.listens }]
    return [...listens, ...(route === undefined ? [] : endsOf(id, route))]
  })
  return [...routes, ...connected]
}

/** Whatever is asked of the platform, once or again and again. */
function questions(filled: WrittenPlatform): readonly (WrittenQuestion & { readonly path: Path })[] {
  return (['journeys', 'checks'] as const).flatMap(group =>
    Object.entries<WrittenQuestion>(filled[group] ?? {}).map(([id, asked]) => ({ ...asked, path: [group, id] })),
  )
}

function endsOf(id: string, route: NonNullable<WrittenPlatform['components'][string]['route']>): readonly Address[] {
  const path = ['components', id, 'route']
  const listen = { path: [...path, 'listen'], value: route.listen }
  return route.upstream === 'mock' ? [listen] : [listen, { path: [...path, 'upstream'], value: route.upstream }]
}

function webAddresses(filled: WrittenPlatform): readonly Address[] {
  const { network, stage, ledgers = {} } = filled
  const signals = Object.entries(filled.signals ?? {}).map(([id, { request }]) =>
    urlOf(['signals', id, 'request'], request),
  )
  const asked = questions(filled).flatMap(({ path, request, steps = [], url }) => [
    ...(request === undefined ? [] : [urlOf([...path, 'request'], request)]),
    ...steps.map((step, index) => urlOf([...path, 'steps', index, 'request'], step.request)),
    ...(url === undefined ? [] : [{ path: [...path, 'url'], value: url }]),
  ])
  const golden = Object.entries(filled.golden ?? {}).flatMap(([id, { ask, judge }]) => [
    urlOf(['golden', id, 'ask', 'request'], ask.request),
    ...(judge === undefined ? [] : [{ path: ['golden', id, 'judge', 'url'], value: judge.url }]),
  ])
  const specs = Object.entries(filled.specs ?? {}).flatMap(([id, { playwright }]) =>
    playwright === undefined ? [] : [{ path: ['specs', id, 'playwright', 'baseUrl'], value: playwright.baseUrl }],
  )
  const written = Object.entries(ledgers).flatMap(([id, { write, remove, read }]) => [
    urlOf(['ledgers', id, 'write', 'request'], write.request),
    ...(remove === undefined ? [] : [urlOf(['ledgers', id, 'remove', 'request'], remove.request)]),
    urlOf(['ledgers', id, 'read', 'request'], read.request),
  ])
  const own = Object.entries(filled.custom ?? {}).flatMap(([id, custom]) =>
    (['do', 'undo', 'look'] as const).flatMap(deed => {
      const request = custom[deed]?.request
      return request === undefined ? [] : [urlOf(['custom', id, deed, 'request'], request)]
    }),
  )
  return [
    ...own,
    ...(filled.prometheus === undefined ? [] : [{ path: ['prometheus'], value: filled.prometheus }]),
    ...(network === undefined ? [] : toxiproxyAddress(network.toxiproxy)),
    ...(stage === undefined ? [] : [{ path: ['stage', 'ready'], value: stage.ready }]),
    ...asked,
    ...signals,
    ...golden,
    ...specs,
    ...written,
  ]
}

function toxiproxyAddress(toxiproxy: WrittenToxiproxy): readonly Address[] {
  if (typeof toxiproxy !== 'string' || TOXIPROXY_WORDS.some(word => word === toxiproxy)) return []
  return [{ path: ['network', 'toxiproxy'], value: toxiproxy }]
}

function urlOf(request: Path, { url }: { readonly url: string }): Address {
  return { path: [...request, 'url'], value: url }
}

function isHostAndPort(value: string): boolean {
  const port = Number(value.slice(value.lastIndexOf(':') + 1))
  return HOST_AND_PORT.test(value) && port >= 1 && port <= 65_535
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\/\S+$/.test(value) && URL.canParse(value)
}

function badWebAddress(subject: string, written: string) {
  return {
    code: 'BAD_ADDRESS' as const,
    what: `${subject} is ${quoted(written)}, which is no web address once it is filled in`,
    why: 'requests can only go to http:// or https:// addresses',
    now: 'look at what its placeholders stand for, and write the whole address',
  }
}
