import type { Problem } from '../../model/problem.ts'
import { missingKey } from '../../yaml/missing-key.ts'
import type { Rule } from '../../yaml/parse-written.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { isMapping, keysAt, problemAtKey, problemAtValue, textAt, valueAt } from '../../yaml/tree.ts'
import { mappingOf, quoted } from '../../yaml/words.ts'

/** What signals must keep to beyond their schema. */
export const signalRules: readonly Rule[] = [eachIsAskedForOrReceived, offIsNotOn, onlyWeListenThere]

const OF_ASKING = ['request', 'when', 'every']

function eachIsAskedForOrReceived(tree: Tree): readonly Problem[] {
  return eachSignal(tree).flatMap(path => {
    if (!isMapping(valueAt(tree, path))) return []
    const keys = keysAt(tree, path)
    if (keys.includes('received')) {
      return keys.filter(key => OF_ASKING.includes(key)).map(key => both(tree, [...path, key]))
    }
    if (!keys.includes('request')) return keys.length === 0 || keys.some(isStranger) ? [] : [neither(tree, path)]
    return keys.includes('when') ? [] : [neverOn(tree, path)]
  })
}

/** A key that nothing knows has been told already; it may be the one that is missing. */
function isStranger(key: string): boolean {
  return ![...OF_ASKING, 'received', 'role'].includes(key)
}

function both(tree: Tree, path: Path): Problem {
  const key = String(path.at(-1))
  return problemAtKey(tree, path, {
    code: 'CONTRADICTION',
    what: `${quoted(key)} does not go with a signal that is received`,
    why: 'a signal is asked for, or it is posted to us, and then nobody asks',
    now: key === 'when' ? 'write it inside "received"' : 'remove it, or remove "received"',
  })
}

function neither(tree: Tree, path: Path): Problem {
  return problemAtKey(tree, path, {
    code: 'MISSING_KEY',
    what: `${mappingOf(path, '')} says neither how it is asked for nor where it is received`,
    why: 'nobody would ever hear of it',
    now: 'add "request:" and "when:", or "received:" with "at:" and "when:"',
  })
}

function neverOn(tree: Tree, path: Path): Problem {
  return missingKey(tree, path, {
    key: 'when',
    why: 'it is what the answer holds while the signal is on',
    now: 'add "when:", for example { $.breaker: open }',
  })
}

function offIsNotOn(tree: Tree): readonly Problem[] {
  return eachReceived(tree).flatMap(path => {
    const [on, off] = ['when', 'off'].map(key => valueAt(tree, [...path, key]))
    if (!isMapping(on) || JSON.stringify(on) !== JSON.stringify(off)) return []
    return [
      problemAtKey(tree, [...path, 'off'], {
        code: 'CONTRADICTION',
        what: `"off" of ${mappingOf(path, '')} is the same as "when"`,
        why: 'a post would switch the signal on and off at once',
        now: 'write what a post holds once it is over, or leave "off" out',
      }),
    ]
  })
}

/** A port leads to one listener: either a proxy in front of a component, or us. */
function onlyWeListenThere(tree: Tree): readonly Problem[] {
  const listens = keysAt(tree, ['components']).flatMap(id => {
    const listen = textAt(tree, ['components', id, 'route', 'listen'])
    return listen === undefined ? [] : [{ id, port: portOf(listen) }]
  })
  return eachReceived(tree).flatMap(path => {
    const at = textAt(tree, [...path, 'at'])
    const other = at === undefined ? undefined : listens.find(({ port }) => port !== '' && port === portOf(at))
    if (at === undefined || other === undefined) return []
    return [
      problemAtValue(tree, [...path, 'at'], {
        code: 'DUPLICATE_NAME',
        what: `${quoted(at)} is where ${quoted(other.id)} listens too`,
        why: 'one port can lead to one listener only',
        now: `give one of them another port, such as \${port.alerts}`,
      }),
    ]
  })
}

/** The port as it is written, a number or a placeholder; empty if there is none. */
function portOf(address: string): string {
  return /:(\d+|\$\{port\.[\w-]+\})(?:\/|$)/.exec(address.replace(/^https?:\/\//, ''))?.[1] ?? ''
}

function eachSignal(tree: Tree): readonly Path[] {
  return keysAt(tree, ['signals']).map(id => ['signals', id])
}

function eachReceived(tree: Tree): readonly Path[] {
  return eachSignal(tree).map(path => [...path, 'received'])
}
