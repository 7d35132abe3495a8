import { parseFrequency } from '../../model/frequency.ts'
import type { CanaryAsks, CanaryDeed, CanaryPlace, Intruder, Outlet, Tenant } from '../../model/sharing.ts'
import type { WrittenCanary, WrittenIntruder, WrittenOutlet, WrittenTenant } from '../schemas/sharing-schema.ts'
import type { Tenanted } from '../tenancy.ts'
import { ms, resolveRequest } from './resolve-asked.ts'

/** A tenant with all that was left unsaid. */
export function resolveTenant(id: string, { key, quota }: WrittenTenant): Tenant {
  const granted = quota && { perSecond: parseFrequency(quota.rate) ?? 0, burst: quota.burst ?? 0 }
  return { id, key, quota: granted }
}

/** A hiding place with all that was left unsaid, as each tenant has it. */
export function resolveCanary(
  id: string,
  written: WrittenCanary,
  theirs: Readonly<Record<string, WrittenCanary>>,
  dir: string,
): CanaryPlace {
  const asks = Object.entries(theirs).map(([tenant, own]) => [tenant, resolveAsks(own, dir)] as const)
  return { id, idAt: written.id, everyMs: ms(written.every, 500), asks: Object.fromEntries(asks) }
}

function resolveAsks({ plant, warm = [], look, read, remove }: WrittenCanary, dir: string): CanaryAsks {
  return {
    plant: resolveDeed(plant, dir),
    warm: warm.map(resolveRequest),
    look: look && resolveRequest(look),
    read: read && resolveRequest(read),
    remove: remove && resolveDeed(remove, dir),
  }
}

function resolveDeed({ run, timeout, url = '', ...request }: WrittenCanary['plant'], dir: string): CanaryDeed {
  return run === undefined
    ? { kind: 'request', request: resolveRequest({ ...request, url }) }
    : { kind: 'command', command: run, cwd: dir, timeoutMs: ms(timeout, 10_000) }
}

/** Somebody who must be refused, with all that was left unsaid. */
export function resolveIntruder(id: string, written: WrittenIntruder): Intruder {
  return {
    id,
    request: resolveRequest(written.request),
    keys: written.keys,
    refusedBy: written.refused ?? [401, 403],
    everyMs: ms(written.every, 100),
  }
}

/** Where a tenant is told things that are no answers, with all that was left unsaid. */
export function resolveOutlet({ id, tenant, written }: Tenanted<WrittenOutlet>, dir: string): Outlet {
  const { file, run = '', timeout, every } = written
  const source =
    file === undefined
      ? ({ kind: 'command', command: run, cwd: dir, timeoutMs: ms(timeout, 10_000) } as const)
      : ({ kind: 'file', file: file.startsWith('/') ? file : `${dir}/${file}` } as const)
  return { id, tenant, source, everyMs: ms(every, 1000) }
}
