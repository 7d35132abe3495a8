import { z } from 'zod'
import { REGION_LOSSES } from '../../model/machine-fault.ts'
import { duration, text, whole } from '../../yaml/written-values.ts'
import { frame, kind, size } from './fault-frame.ts'

/** What lasts no longer than a clock of its own allows, whatever becomes of us. */
const bounded = {
  ...frame,
  for: duration('How long it lasts; it ends by itself then, even without us', { most: '1h' }),
}

/** The faults done to processes, containers, regions and machines, and those a platform describes itself, as they are written. */
export const machineFaults = [
  z.strictObject({
    kind: kind('process.kill', "The component's process is killed"),
    ...frame,
    politely: z.boolean().optional().meta({ description: 'With SIGTERM rather than SIGKILL' }),
  }),
  z.strictObject({ kind: kind('process.freeze', "The component's process is stopped, and goes on later"), ...frame }),
  z.strictObject({
    kind: kind('process.restart-storm', "The component's process is killed again each time it has come back"),
    ...bounded,
    every: duration('How often it is looked for and killed; 1s unless given', { least: '100ms' }).optional(),
  }),
  z.strictObject({ kind: kind('container.kill', "The component's container is killed"), ...frame }),
  z.strictObject({ kind: kind('container.pause', "The component's container is paused"), ...frame }),
  z.strictObject({ kind: kind('container.disconnect', "The component's container loses its networks"), ...frame }),
  z.strictObject({
    kind: kind('region.down', 'Every component of a region is gone at once'),
    ...frame,
    how: z
      .enum(REGION_LOSSES)
      .optional()
      .meta({ description: 'Whether its components refuse every connection, as unless given, or fall silent' }),
  }),
  z.strictObject({
    kind: kind('cpu.squeeze', 'Programs of ours compute as hard as they can beside the component'),
    ...bounded,
    workers: whole('How many of them; 1 unless given', 1, 64).optional(),
  }),
  z.strictObject({
    kind: kind('disk.fill', "The disk of the component's folder runs full"),
    ...bounded,
    leave: size('How much room is left; none unless given', '1MB').optional(),
    most: size('No more than this is ever written, full or not', '500MB', 1),
  }),
  z.strictObject({
    kind: kind('custom', 'What the platform file describes under "custom"'),
    ...frame,
    fault: text('Its name there'),
  }),
] as const
