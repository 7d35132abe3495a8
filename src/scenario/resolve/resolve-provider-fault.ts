import { parseDuration } from '../../model/duration.ts'
import type { ProviderFault } from '../../model/provider-fault.ts'
import { parseShare } from '../../model/share.ts'
import type { WrittenFault } from '../schemas/fault-schema.ts'

/** What a provider does wrong, with all that was left unsaid. */
export function resolveProviderFault(written: Extract<WrittenFault, { kind: ProviderFault['kind'] }>): ProviderFault {
  const shareRatio = parseShare(written.share ?? 1)
  if (written.kind === 'provider.status') {
    const { status, retryAfter } = written
    const retryAfterMs = retryAfter === undefined ? undefined : parseDuration(retryAfter)
    return { kind: written.kind, status, shareRatio, retryAfterMs }
  }
  const common = { shareRatio, model: written.model }
  switch (written.kind) {
    case 'provider.degrade':
      return { ...common, kind: written.kind, how: written.how, overMs: parseDuration(written.over ?? '0s') ?? 0 }
    case 'provider.truncate':
      return { ...common, kind: written.kind, afterChunks: written.after ?? 1 }
    case 'provider.wrong-model':
      return { ...common, kind: written.kind, instead: written.instead, admitted: written.admitted ?? true }
    case 'provider.contract':
      return { ...common, kind: written.kind, parameter: written.parameter }
    case 'provider.stall':
    case 'provider.model-gone':
      return { ...common, kind: written.kind }
    default:
      return written satisfies never
  }
}
