import { redactor } from '../../journal/redact.ts'
import type { ProcessSpec } from '../../model/world/processes.ts'
import type { Drill } from '../drill.ts'

/** Keeps the secrets of a drill out of what its processes leave in their logs. */
export function cleanLog({ secrets }: Pick<Drill, 'secrets'>): Pick<ProcessSpec, 'clean'> {
  return secrets.length === 0 ? {} : { clean: redactor(secrets) }
}
