import type { HttpRequest } from './http.ts'

/** The kinds done to a component's process. */
export const PROCESS_FAULT_KINDS = ['process.kill', 'process.freeze', 'process.restart-storm'] as const

/** The kinds done to a component's container. */
export const CONTAINER_FAULT_KINDS = ['container.kill', 'container.pause', 'container.disconnect'] as const

/** The kinds done to processes, containers, regions and machines, and those a platform describes itself. */
export const MACHINE_FAULT_KINDS = [
  ...PROCESS_FAULT_KINDS,
  ...CONTAINER_FAULT_KINDS,
  'region.down',
  'cpu.squeeze',
  'disk.fill',
  'custom',
] as const

/** What is done to a machine, or to what runs on it. */
export type MachineFault =
  | ProcessFault
  | ContainerFault
  | { readonly kind: 'region.down'; readonly how: RegionLoss }
  | { readonly kind: 'cpu.squeeze'; readonly workers: number }
  | { readonly kind: 'disk.fill'; readonly leaveBytes: number; readonly mostBytes: number }
  /** One the platform file describes under this name, with its own undo. */
  | { readonly kind: 'custom'; readonly custom: string }

/** What is done to the one process a component is. */
export type ProcessFault =
  | { readonly kind: 'process.kill'; readonly politely: boolean }
  | { readonly kind: 'process.freeze' }
  /** Killed again each time it has come back, so often. */
  | { readonly kind: 'process.restart-storm'; readonly everyMs: number }

/** What is done to the one container a component is. */
export type ContainerFault = { readonly kind: 'container.kill' | 'container.pause' | 'container.disconnect' }

/** How a lost region looks from outside: every connection refused, or everything silent. */
export const REGION_LOSSES = ['refuse', 'hang'] as const
export type RegionLoss = (typeof REGION_LOSSES)[number]

/** How the process of a component is found: by its number in a file, or by the address it listens at. Never by its name. */
export type ProcessPlace =
  | {
      readonly kind: 'pid-file'
      readonly file: string
      /** The key of the number, where the file is a JSON object; undefined where it is the number alone. */
      readonly key: string | undefined
    }
  | { readonly kind: 'listens'; readonly address: string }

/** The one process a component is. */
export interface ComponentProcess {
  readonly place: ProcessPlace
  /** The command that starts it again; undefined where the platform's own supervisor does. */
  readonly restart: string | undefined
  /** How long it may take to be back once it is to be put back. */
  readonly backWithinMs: number
}

/** A fault that a platform describes itself. */
export interface CustomFault {
  readonly id: string
  /** What it does to the component, as the rest of a sentence: `forgets its signing key`. */
  readonly words: string
  readonly act: Deed
  readonly undo: Deed
  /** Succeeds while the damage is there; undefined if nobody can tell. */
  readonly look: Deed | undefined
}

/** Something done by a command or by a request. */
export type Deed =
  | { readonly kind: 'command'; readonly command: string; readonly timeoutMs: number }
  | {
      readonly kind: 'request'
      readonly request: HttpRequest
      readonly status: number | undefined
      readonly timeoutMs: number
    }
