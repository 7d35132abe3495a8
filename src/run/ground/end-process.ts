import type { PendingProcess } from '../../measure/folds/pending-fold.ts'
import type { World } from '../../model/world.ts'

/** Ends what a drill has started and, where it leads a group, everybody it has started itself, daemons too. */
export async function endProcess(
  { processes }: Pick<World, 'processes'>,
  { identity, group }: Pick<PendingProcess, 'identity' | 'group'>,
  graceMs: number,
): Promise<void> {
  await processes.end(identity, { group, graceMs })
  if (!group) return
  for (const daemon of await processes.kin(identity)) await processes.end(daemon, { group: false, graceMs })
}
