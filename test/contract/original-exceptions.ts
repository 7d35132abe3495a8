/** What release 2.12.0 of the original does not do; ours does. */
export const ORIGINAL_EXCEPTIONS = {
  'leaves everything as it was when an update cannot be done': 'it stays disabled, with a listen it cannot use',
  'changes nothing at all when an update of a toxic is refused': 'attributes before the wrong one are already changed',
  'populates an empty list to an empty list': 'it answers null, on which the node client throws',
  'passes on that a side is done, and still carries what the other side has to say':
    'it closes both directions when either side is done',
  'passes on a reset as a reset': 'it turns resets into ordinary closes',
  'resets connections that were open before reset_peer came': 'it waits for data, and then only closes them',
  'leaves alone connections that a reset_peer spares': 'it resets them when they close',
  'gives back a removed toxic at once although the client does not read': 'its API hangs from then on',
  'survives a slicer left at its defaults': 'the whole process ends',
  'takes even names with a slash in them': 'it creates them, and never finds them again',
  'tells how many connections met which toxic, and how many bytes crossed, while they last': 'it does not know',
}
