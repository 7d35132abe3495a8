import type { Problem } from '../model/problem.ts'
import type { Path, Tree } from '../yaml/tree.ts'
import { problemAtValue, textAt } from '../yaml/tree.ts'
import { quoted, subjectOf } from '../yaml/words.ts'
import { HOST_AND_PORT } from '../yaml/written-values.ts'
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
  const connected = Object.entries(filled.journeys).flatMap(([id, { address }]) =>
    address === undefined ? [] : [{ path: ['journeys', id, 'address'], value: address }],
  )
  const routes = Object.entries(filled.components).flatMap(([id, { route, process: own }]) => {
    const path = ['components', id, 'process', 'listens']
    const listens = own?.listens === undefined ? [] : [{ path, value: own.listens }]
    return [...listens, ...(route === undefined ? [] : endsOf(id, route))]
  })
  return [...routes, ...connected]
}

function endsOf(id: string, route: NonNullable<WrittenPlatform['components'][string]['route']>): readonly Address[] {
  const path = ['components', id, 'route']
  const listen = { path: [...path, 'listen'], value: route.listen }
  return route.upstream === 'mock' ? [listen] : [listen, { path: [...path, 'upstream'], value: route.upstream }]
}

function webAddresses(filled: WrittenPlatform): readonly Address[] {
  const { network, stage, ledgers = {} } = filled
  const asked = (['checks', 'signals'] as const).flatMap(group =>
    Object.entries(filled[group] ?? {}).map(([id, { request }]) => urlOf([group, id, 'request'], request)),
  )
  const journeys = Object.entries(filled.journeys).flatMap(([id, { request, steps = [], url }]) => [
    ...(request === undefined ? [] : [urlOf(['journeys', id, 'request'], request)]),
    ...steps.map((step, index) => urlOf(['journeys', id, 'steps', index, 'request'], step.request)),
    ...(url === undefined ? [] : [{ path: ['journeys', id, 'url'], value: url }]),
  ])
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
    ...journeys,
    ...asked,
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
