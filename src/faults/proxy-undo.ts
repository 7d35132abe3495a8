import { DrillError } from '../model/error.ts'
import type { Undo } from '../model/undo.ts'
import type { Target } from './driver.ts'

/** The undo of everything we do to one proxy: its state before, and what of it we are about to change. */
export async function proxyUndo(
  at: Target,
  changes: { toxics?: readonly string[]; switches?: boolean },
): Promise<Undo> {
  const before = await at.network.proxy(at.component.id)
  if (before === undefined) {
    throw new DrillError('ROUTE_CONFLICT', `There is no proxy "${at.component.id}" on ${at.network.url} any more.`, {
      hint: 'somebody removed it while the drill ran; nothing was changed by this fault',
    })
  }
  const { toxics = [], switches = false } = changes
  return { kind: 'toxiproxy.restore-proxy', toxiproxy: at.network.url, before, toxics, switches }
}

/** The name of our toxic, by which anybody can see whose it is. */
export function toxicName(drill: string, fault: string): string {
  return `${OUR_PREFIX}${drill}-${fault}`
}

/** What every toxic of ours begins with, on whatever Toxiproxy. */
export const OUR_PREFIX = 'blackstart-'
