import type { ContainerNetwork, ContainerState } from '../undo.ts'

/** Containers on this machine's own network, by the names we give them. */
export interface Containers {
  /** Starts one, and resolves once it runs. */
  start(spec: ContainerSpec): Promise<{ readonly ended: Promise<{ readonly code: number | null }> }>
  /** Whether there is one of this name, running or not. */
  exists(name: string): Promise<boolean>
  /** Ends it and takes it away. Removing what is not there is fine. */
  remove(name: string): Promise<void>
  /** How the container of this name or number stands; undefined if there is none. */
  state(name: string): Promise<ContainerState | undefined>
  /** Does one thing to the container of this number. */
  change(id: string, change: ContainerChange): Promise<void>
}

/** One thing done to a container. */
export type ContainerChange =
  | { readonly do: 'kill' | 'start' | 'pause' | 'unpause' }
  | { readonly do: 'connect' | 'disconnect'; readonly network: ContainerNetwork }

/** A container to start. */
export interface ContainerSpec {
  readonly name: string
  readonly image: string
  readonly args: readonly string[]
  /** Where its output goes. */
  readonly logFile: string
}
