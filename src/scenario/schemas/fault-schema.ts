import { z } from 'zod'
import { frame } from './fault-frame.ts'
import { loadFaults } from './load-fault-schema.ts'
import { machineFaults } from './machine-fault-schema.ts'
import { providerFaults } from './provider-fault-schema.ts'
import { storeFaults } from './store-fault-schema.ts'
import { wireFaults } from './wire-fault-schema.ts'

/** One fault as it is written. */
export const faultSchema = z
  .discriminatedUnion('kind', [...wireFaults, ...providerFaults, ...loadFaults, ...machineFaults, ...storeFaults])
  .meta({ description: 'One kind of damage to one component' })
export type WrittenFault = z.infer<typeof faultSchema>

const anyFault = z.looseObject(frame)

/** What every kind of fault has in common. */
export const faultFrame = {
  words: 'the fault',
  schema: anyFault,
  jsonSchema: () => z.toJSONSchema(anyFault, { target: 'draft-7', io: 'input' }),
}
