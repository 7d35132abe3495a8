import { parseShare } from '../../model/share.ts'
import { ATTACHMENTS, CORRUPTIONS, STORE_DRIVERS } from '../../model/store.ts'
import { cannotTake, OF_VECTORS, STORE_ABILITIES } from '../../model/store-abilities.ts'
import type { StoreFaultKind } from '../../model/store-fault.ts'
import type { Path, Tree } from '../../yaml/tree.ts'
import { textAt, valueAt } from '../../yaml/tree.ts'
import { quoted } from '../../yaml/words.ts'
import type { Lack } from './machine-lack.ts'

/** A fault of data, and where it stands in its scenario. */
export interface WrittenFault {
  readonly scenario: Tree
  readonly path: Path
  readonly platform: Tree
}

/** What a store lacks for a fault of its data: what such a store cannot lose at all, or what nobody said of it. */
export function storeLack(kind: StoreFaultKind, component: string, written: WrittenFault): Lack | undefined {
  return impossible(kind, component, written) ?? notSaid(component, written)
}

function impossible(kind: StoreFaultKind, component: string, { scenario, path, platform }: WrittenFault) {
  const driver = driverOf(component, platform)
  if (driver === undefined) return undefined
  const said = (key: string) => valueAt(scenario, [...path, key])
  const no = cannotTake(driver, {
    kind,
    how: CORRUPTIONS.find(known => known === said('how')),
    what: ATTACHMENTS.find(known => known === said('what')),
    isPartial: ['tenant', 'prefix'].some(key => said(key) !== undefined) || isLessThanAll(said('share')),
  })
  return no && { why: no.why, now: no.instead }
}

function isLessThanAll(share: unknown): boolean {
  return (typeof share === 'string' || typeof share === 'number') && parseShare(share) < 1
}

function notSaid(component: string, written: WrittenFault): Lack | undefined {
  const missing = missingForStore(component, written)
  if (missing === undefined) return undefined
  const part = missing.split('.')[1]
  return {
    what: `its ${quoted(missing)} is not said`,
    why: 'damage to data needs to know where the data is and what its parts are called',
    now: `give ${quoted(component)} a ${part === undefined ? quoted(missing) : `${quoted(part)} under "data"`} in the platform file`,
  }
}

function missingForStore(component: string, { scenario, path, platform }: WrittenFault): string | undefined {
  const has = (...keys: readonly string[]) => valueAt(platform, ['components', component, ...keys]) !== undefined
  const said = (key: string) => valueAt(scenario, [...path, key])
  const needed = ['driver', 'connect'].filter(key => !has(key))
  const driver = driverOf(component, platform)
  const isDated = has('data', 'written') || (driver !== undefined && STORE_ABILITIES[driver].written === 'store')
  if (said('tenant') !== undefined && !has('data', 'tenant')) needed.push('data.tenant')
  if (OF_VECTORS.some(how => how === said('how')) && !has('data', 'vector')) needed.push('data.vector')
  if ((said('olderThan') ?? said('back')) !== undefined && !isDated) needed.push('data.written')
  return needed[0]
}

function driverOf(component: string, platform: Tree) {
  return STORE_DRIVERS.find(known => known === textAt(platform, ['components', component, 'driver']))
}
