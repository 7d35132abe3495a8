import type { ComponentProcess, CustomFault, Deed } from '../../model/machine-fault.ts'
import type { BlastRadius } from '../../model/platform.ts'
import type { WrittenAtMost, WrittenCustom, WrittenProcess } from '../schemas/machine-schema.ts'
import { ms, resolveRequest } from './resolve-asked.ts'

/** A component's process with all that was left unsaid. */
export function resolveProcess(written: WrittenProcess): ComponentProcess {
  const { pidFile, key, listens, restart, back } = written
  return {
    place:
      pidFile === undefined ? { kind: 'listens', address: listens ?? '' } : { kind: 'pid-file', file: pidFile, key },
    restart,
    backWithinMs: ms(back, 20_000),
  }
}

/** The faults a platform describes itself. */
export function resolveCustom(written: WrittenCustom): readonly CustomFault[] {
  return Object.entries(written).map(([id, { words, do: act, undo, look }]) => ({
    id,
    words,
    act: resolveDeed(act),
    undo: resolveDeed(undo),
    look: look && resolveDeed(look),
  }))
}

/** How much a drill may break; without limits where none are written. */
export function resolveAtMost({ components, share, minutes }: WrittenAtMost = {}): BlastRadius {
  return {
    components,
    shareRatio: share === undefined ? undefined : Number.parseFloat(share) / 100,
    durationMs: minutes === undefined ? undefined : minutes * 60_000,
  }
}

function resolveDeed({ run, request, status, within }: WrittenCustom[string]['do']): Deed {
  const timeoutMs = ms(within, 10_000)
  if (request !== undefined) return { kind: 'request', request: resolveRequest(request), status, timeoutMs }
  return { kind: 'command', command: run ?? '', timeoutMs }
}
