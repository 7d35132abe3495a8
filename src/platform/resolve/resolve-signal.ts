import type { Signal } from '../../model/signal.ts'
import type { WrittenSignal } from '../schemas/signal-schema.ts'
import { ms, resolveHeaders, resolveRequest, resolveRules } from './resolve-asked.ts'

/** A signal with all that was left unsaid. The rules of the file have seen to it that it is one of the two. */
export function resolveSignal(id: string, written: WrittenSignal): Signal {
  const frame = { id, role: written.role ?? 'detected' } as const
  const { received, request } = written
  if (received !== undefined) {
    return {
      ...frame,
      kind: 'received',
      at: received.at,
      each: received.each,
      headers: resolveHeaders(received.headers ?? {}),
      when: resolveRules(received.when),
      off: received.off && resolveRules(received.off),
    }
  }
  return {
    ...frame,
    kind: 'polled',
    request: resolveRequest(request ?? { url: '' }),
    when: resolveRules(written.when ?? {}),
    everyMs: ms(written.every, 250),
  }
}
