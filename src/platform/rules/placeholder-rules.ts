import type { Problem } from '../../model/problem.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { keysAt, textAt, valueAt } from '../../yaml/tree.ts'
import { nearestName, quoted, suggestion } from '../../yaml/words.ts'
import type { Placeholder } from '../placeholders.ts'
import { placeholdersIn, textsIn } from '../placeholders.ts'
import { TENANTED, tenantsOf } from '../tenancy.ts'

/** Every placeholder means something, and something that can be had where it stands. */
export function knownPlaceholders(tree: Tree): readonly Problem[] {
  return [...textsIn(tree.value)].flatMap(({ text, path }) =>
    placeholdersIn(text).flatMap(placeholder => {
      const trouble = troubleWith(tree, path, placeholder)
      return trouble === undefined ? [] : [badPlaceholder(tree, path, placeholder, trouble)]
    }),
  )
}

interface Trouble {
  readonly why: string
  readonly now: string
}

function troubleWith(tree: Tree, path: Path, placeholder: Placeholder): Trouble | undefined {
  if (path[0] === 'options' && placeholder.kind !== 'literal') return insideAnOption()
  switch (placeholder.kind) {
    case 'malformed':
      return malformed(placeholder.source)
    case 'case':
      return caseField(path, placeholder.name)
    case 'option':
      return unknownOption(placeholder.name, keysAt(tree, ['options']))
    case 'component':
      return path[0] === 'components' && path.at(-1) === 'listen'
        ? addressInListen()
        : withoutAddress(tree, placeholder.name)
    case 'tenant':
      return notTheirs(tree, path, placeholder.name)
    case 'entry':
    case 'ledger':
      return notInALedger(path, placeholder.kind, placeholder.name)
    case 'captured':
      return mayUseCaptured(path) ? undefined : notCaptured()
    default:
      return undefined
  }
}

function mayUseCaptured([group, , place]: Path): boolean {
  if (group === 'journeys') return place === 'steps'
  return group === 'checks' && ['steps', 'request', 'run'].some(known => known === place)
}

function notCaptured(): Trouble {
  return {
    why: 'only steps and checks capture anything',
    now: 'use it in the request of a later step, or of a check that is asked after the one that captures it',
  }
}

/** Somebody has to be meant, and has to have it. Each golden case says itself whose it is. */
function notTheirs(tree: Tree, [group, id]: Path, name: string): Trouble | undefined {
  if (group === 'golden' && ['id', 'key'].includes(name)) return undefined
  const owners =
    group === 'canaries' || group === 'intruders'
      ? keysAt(tree, ['tenants'])
      : typeof group === 'string' && typeof id === 'string' && isTenanted(group)
        ? tenantsOf(tree, group, id)
        : []
  if (owners.length === 0) {
    return {
      why: 'no tenant is meant here',
      now: isTenanted(String(group))
        ? `add "tenant:" or "tenants:" to ${group}.${id}`
        : 'use it in a journey, a check or a ledger that has a "tenant" or "tenants"',
    }
  }
  const poor = owners.find(owner => name !== 'id' && textAt(tree, ['tenants', owner, name]) === undefined)
  if (poor === undefined || !keysAt(tree, ['tenants']).includes(poor)) return undefined
  return {
    why: `the tenant ${quoted(poor)} has no ${quoted(name)}`,
    now: suggestion(name, [
      'id',
      ...keysAt(tree, ['tenants', poor]).filter(key => textAt(tree, ['tenants', poor, key]) !== undefined),
    ]),
  }
}

function isTenanted(group: string): boolean {
  return TENANTED.some(known => known === group)
}

const ENTRY_WORDS = ['id', 'text', 'sum', 'number', 'known']

function notInALedger(path: Path, kind: 'entry' | 'ledger', name: string): Trouble | undefined {
  const inside = path[0] === 'ledgers' && path[3] === 'request' && (kind === 'ledger' || path[2] !== 'read')
  if (!inside) {
    return {
      why: 'entries are written by ledgers and by nothing else',
      now:
        kind === 'entry'
          ? 'use it in the request that a ledger writes or removes with'
          : 'use it in a request of a ledger',
    }
  }
  const words = kind === 'entry' ? (path[2] === 'remove' ? ENTRY_WORDS : ENTRY_WORDS.slice(0, -1)) : ['prefix']
  if (words.includes(name)) return undefined
  return {
    why: `a ledger fills in ${words.map(word => `\${${kind}.${word}}`).join(', ')} and nothing else`,
    now: suggestion(name, words),
  }
}

function insideAnOption(): Trouble {
  return {
    why: 'an option fills placeholders itself, and a scenario may replace it with any text',
    now: 'write the text itself, or use the placeholder where the option is used',
  }
}

function malformed(source: string): Trouble {
  const [, scope, rest] = /^\$\{([\w-]+)\.([\w-]+)\}$/.exec(source) ?? []
  const near =
    scope === undefined
      ? undefined
      : nearestName(scope, ['env', 'port', 'option', 'tenant', 'entry', 'ledger', 'captured'])
  return {
    why: `it has to be \${env.NAME}, \${port.NAME}, \${option.NAME}, \${stage.dir}, \${platform.dir} or the name of a component`,
    now:
      near === undefined || near === scope
        ? `write a name in it and close it with "}"; write $\${ where the shell should see \${`
        : `did you mean "\${${near}.${rest}}"?`,
  }
}

function unknownOption(name: string, options: readonly string[]): Trouble | undefined {
  if (options.includes(name)) return undefined
  return { why: `"options" of this file has no ${quoted(name)}`, now: suggestion(name, options) }
}

const CASE_FIELDS = ['input', 'id', 'tenant', 'messages', 'conversation']

function caseField(path: Path, name: string): Trouble | undefined {
  if (path[0] !== 'golden' || path[2] !== 'ask') {
    return { why: 'only what a golden set asks is about a case', now: 'use it under "ask" of a golden set' }
  }
  if (CASE_FIELDS.includes(name)) return undefined
  return { why: `a case has no ${quoted(name)}`, now: suggestion(name, CASE_FIELDS) }
}

function addressInListen(): Trouble {
  return {
    why: 'the address of a component is made from where it listens, so it cannot be part of that',
    now: `write the host and port, such as 127.0.0.1:\${port.NAME}`,
  }
}

function withoutAddress(tree: Tree, name: string): Trouble | undefined {
  const components = keysAt(tree, ['components'])
  const withRoute = components.filter(id => valueAt(tree, ['components', id, 'route']) !== undefined)
  if (withRoute.includes(name)) return undefined
  if (!components.includes(name))
    return { why: 'there is no component of that name', now: meant(name) ?? suggestion(name, withRoute) }
  return { why: 'that component has no route, so it has no address', now: `give ${quoted(name)} a route` }
}

/** Capitals are how environment variables are written; a bare word of ours has lost its other half. */
function meant(name: string): string | undefined {
  if (/^[A-Z][A-Z0-9_]*$/.test(name)) return `for an environment variable write \${env.${name}}`
  const whole: Readonly<Record<string, string>> = {
    port: 'port.NAME',
    env: 'env.NAME',
    option: 'option.NAME',
    tenant: 'tenant.NAME',
    entry: 'entry.id',
    ledger: 'ledger.prefix',
    stage: 'stage.dir',
    platform: 'platform.dir',
  }
  return Object.hasOwn(whole, name) ? `write \${${whole[name]}}` : undefined
}

function badPlaceholder(tree: Tree, path: Path, { source }: Placeholder, trouble: Trouble): Problem {
  return {
    file: tree.file,
    ...tree.at.inside(path, source),
    code: 'BAD_PLACEHOLDER',
    what: `${quoted(source)} cannot be filled in`,
    ...trouble,
  }
}
