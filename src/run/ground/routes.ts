import type { Component, Route } from '../../model/component.ts'
import { DrillError } from '../../model/error.ts'
import type { ProxyState } from '../../model/undo.ts'
import type { Network } from '../../network/network.ts'
import type { Running } from '../drill.ts'

/** Makes sure that every component with a route has its proxy. One that is there already is used as it is, and stays. */
export async function openRoutes(running: Running, network: Network, mockAddress: string | undefined): Promise<void> {
  const there = await network.proxies()
  for (const component of running.drill.platform.components) {
    const { route } = component
    if (route === undefined) continue
    const upstream = upstreamOf(route, mockAddress)
    const known = there.find(proxy => proxy.name === component.id)
    if (known === undefined) refuseNamesake(network, component, there)
    if (known === undefined) await openRoute(running, network, component.id, route.listen, upstream)
    else adoptRoute(running, network, component, known, upstream)
  }
}

/** A proxy that stands where ours must stand, under another name: faults would have no way to find it. */
function refuseNamesake(network: Network, { id, route }: Component, there: readonly ProxyState[]): void {
  const other = there.find(proxy => sameAddress(proxy.listen, route?.listen ?? ''))
  if (other === undefined) return
  const where = `at ${network.url} already listens at ${other.listen}, where the route of ${id} must listen`
  throw new DrillError('ROUTE_CONFLICT', `The proxy ${other.name} ${where}.`, {
    hint: `a drill finds a proxy by its component's name: call the proxy ${id}, or the component ${other.name}. Nothing was changed`,
  })
}

function upstreamOf({ upstream }: Route, mockAddress: string | undefined): string {
  return upstream.kind === 'mock' ? (mockAddress ?? '') : upstream.address
}

async function openRoute(
  running: Running,
  network: Network,
  component: string,
  listen: string,
  upstream: string,
): Promise<void> {
  const undo = { kind: 'toxiproxy.remove-proxy', toxiproxy: network.url, proxy: component } as const
  await running.journal.commit({ type: 'route.intended', component, listen, upstream, undo })
  await network.createProxy({ name: component, listen, upstream })
  running.journal.append({ type: 'route.opened', component, listen, upstream, created: true })
}

function adoptRoute(
  running: Running,
  network: Network,
  component: Component,
  known: ProxyState,
  upstream: string,
): void {
  if (known.upstream !== upstream || !sameAddress(known.listen, component.route?.listen ?? '')) {
    const stands = `${known.listen} -> ${known.upstream}`
    throw new DrillError(
      'ROUTE_CONFLICT',
      `The proxy ${known.name} at ${network.url} is ${stands}, not ${component.route?.listen} -> ${upstream}.`,
      {
        hint: 'correct the route in the platform file, or remove the proxy if it is a leftover. Nothing was changed',
      },
    )
  }
  if (!known.enabled || known.toxics.length > 0) {
    const state = known.enabled ? `has the toxics ${known.toxics.map(toxic => toxic.name).join(', ')}` : 'is disabled'
    throw new DrillError(
      'FOREIGN_TOXIC',
      `The proxy ${known.name} at ${network.url} ${state} before the drill has begun.`,
      {
        hint: 'somebody else is testing, or a test left it so. Clear it, then drill. Nothing was changed',
      },
    )
  }
  running.journal.append({
    type: 'route.opened',
    component: component.id,
    listen: known.listen,
    upstream,
    created: false,
  })
}

/** Toxiproxy answers with resolved addresses: `localhost` comes back as a number. */
function sameAddress(a: string, b: string): boolean {
  const plain = (address: string) =>
    address.replace(/^(localhost|\[::1\])(?=:)/, '127.0.0.1').replace(/^(0\.0\.0\.0|\[::\])?(?=:)/, '*')
  return plain(a) === plain(b)
}
