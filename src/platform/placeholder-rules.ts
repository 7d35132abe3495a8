import type { Problem } from '../model/problem.ts'
import type { Path, Tree } from '../yaml/tree.ts'
import { keysAt, valueAt } from '../yaml/tree.ts'
import { nearestName, quoted, suggestion } from '../yaml/words.ts'
import type { Placeholder } from './placeholders.ts'
import { placeholdersIn, textsIn } from './placeholders.ts'

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
    case 'option':
      return unknownOption(placeholder.name, keysAt(tree, ['options']))
    case 'component':
      return path[0] === 'components' && path.at(-1) === 'listen'
        ? addressInListen()
        : withoutAddress(tree, placeholder.name)
    default:
      return undefined
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
  const near = scope === undefined ? undefined : nearestName(scope, ['env', 'port', 'option'])
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
