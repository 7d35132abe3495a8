import { formatDuration } from '../model/duration.ts'
import { type Fault, isOneOf } from '../model/fault.ts'
import { LOAD_FAULT_KINDS } from '../model/load-fault.ts'
import { PROVIDER_FAULT_KINDS } from '../model/provider-fault.ts'
import { STORE_FAULT_KINDS } from '../model/store-fault.ts'
import { WIRE_FAULT_KINDS } from '../model/wire-fault.ts'
import { loadInWords, loadUndoInWords } from './load-in-words.ts'
import { machineInWords, machineUndoInWords } from './machine-in-words.ts'
import { providerInWords } from './provider-in-words.ts'
import { storeInWords, storeUndoInWords } from './store-in-words.ts'
import { wireInWords, wireUndoInWords } from './wire-in-words.ts'

/** A fault in words: `openai refuses every connection for 8 s`. */
export function faultInWords(fault: Fault): string {
  const long = fault.forMs === undefined ? '' : ` for ${formatDuration(fault.forMs)}`
  return `${fault.component} ${damageInWords(fault)}${long}`
}

/** How the damage of a fault is taken back. */
export function undoInWords(fault: Fault): string {
  if (isOneOf(fault, WIRE_FAULT_KINDS)) return wireUndoInWords(fault)
  if (isOneOf(fault, PROVIDER_FAULT_KINDS)) return `the mock of ${fault.component} answers as before`
  if (isOneOf(fault, LOAD_FAULT_KINDS)) return loadUndoInWords(fault)
  if (isOneOf(fault, STORE_FAULT_KINDS)) return storeUndoInWords(fault)
  return machineUndoInWords(fault)
}

function damageInWords(fault: Fault): string {
  if (isOneOf(fault, WIRE_FAULT_KINDS)) return wireInWords(fault)
  if (isOneOf(fault, PROVIDER_FAULT_KINDS)) return providerInWords(fault)
  if (isOneOf(fault, LOAD_FAULT_KINDS)) return loadInWords(fault)
  if (isOneOf(fault, STORE_FAULT_KINDS)) return storeInWords(fault)
  return machineInWords(fault)
}
