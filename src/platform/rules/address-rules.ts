import type { Problem } from '../../model/problem.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { problemAtValue, textAt } from '../../yaml/tree.ts'
import { quoted, subjectOf } from '../../yaml/words.ts'
import { HOST_AND_PORT } from '../../yaml/written-values.ts'
import { badAddress } from '../sayings.ts'
import type { WrittenPlatform, WrittenToxiproxy } from '../schema.ts'
import { TOXIPROXY_WORDS } from '../schema.ts'
import type { WrittenQuestion } from '../schemas/question-schema.ts'

/** Addresses that turned out, once filled in, to lead nowhere. Messages show them as written: what was filled in may be a secret. */
export function addressProblems(tree: Tree, filled: WrittenPlatform): readonly Problem[] {
  const badPlaces = hostsAndPorts(filled).filter(({ value }) => !isHostAndPort(value))
  const badUrls = webAddresses(filled).filter(({ value }) => !isWebAddress(value))
  const badMailboxes = mailboxes(filled).filter(({ value }) => !isOnThisMachine(value))
  return [
    ...badPlaces.map(({ path }) =>
      problemAtValue(tree, path, badAddress({ subject: subjectOf(path, ''), value: textAt(tree, path) })),
    ),
    ...badUrls.map(({ path }) =>
      problemAtValue(tree, path, badWebAddress(subjectOf(path, ''), textAt(tree, path) ?? '')),
    ),
    ...badMailboxes.map(({ path }) =>
      problemAtValue(tree, path, badMailbox(subjectOf(path, ''), textAt(tree, path) ?? '')),
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
  const signals = Object.entries(filled.signals ?? {}).flatMap(([id, { request }]) =>
    request === undefined ? [] : [urlOf(['signals', id, 'request'], request)],
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
  const hidden = Object.entries(filled.canaries ?? {}).flatMap(([id, { plant, warm = [], look, read, remove }]) => [
    ...Object.entries({ plant, look, read, remove }).flatMap(([act, request]) =>
      request?.url === undefined ? [] : [{ path: ['canaries', id, act, 'url'], value: request.url }],
    ),
    ...warm.map((request, index) => urlOf(['canaries', id, 'warm', index], request)),
  ])
  const intruders = Object.entries(filled.intruders ?? {}).map(([id, { request }]) =>
    urlOf(['intruders', id, 'request'], request),
  )
  return [
    ...own,
    ...hidden,
    ...intruders,
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

function mailboxes(filled: WrittenPlatform): readonly Address[] {
  return Object.entries(filled.signals ?? {}).flatMap(([id, { received }]) =>
    received === undefined ? [] : [{ path: ['signals', id, 'received', 'at'], value: received.at }],
  )
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

/** What comes from other machines has to be let in by somebody who knows what that means; we never listen to a network. */
function isOnThisMachine(value: string): boolean {
  if (!isWebAddress(value)) return false
  const { protocol, hostname, port, search, hash } = new URL(value)
  const plain = search === '' && hash === ''
  return protocol === 'http:' && hostname === '127.0.0.1' && Number(port) >= 1 && plain
}

function badMailbox(subject: string, written: string) {
  return {
    code: 'BAD_ADDRESS' as const,
    what: `${subject} is ${quoted(written)}, which is no port of this machine once it is filled in`,
    why: 'signals are received on this machine only, over plain HTTP; nothing listens to a network',
    now: `write http://127.0.0.1:\${port.NAME}/path; what is posted from elsewhere needs a tunnel or a proxy of yours to there`,
  }
}

function badWebAddress(subject: string, written: string) {
  return {
    code: 'BAD_ADDRESS' as const,
    what: `${subject} is ${quoted(written)}, which is no web address once it is filled in`,
    why: 'requests can only go to http:// or https:// addresses',
    now: 'look at what its placeholders stand for, and write the whole address',
  }
}
