import type { ProcessIdentity } from '../event.ts'

/** Processes of this machine. Each is known by its number and its birth, so that a later one is never mistaken for it. */
export interface Processes {
  /** The name of this machine. Process numbers of another one mean nothing here. */
  readonly host: string
  readonly self: ProcessIdentity
  /**
   * Starts a program that shares our life: it sees its standard input end when we are gone. What is not ours does nothing
   * before it is told to go on, so that it can be written down first; without us it never begins.
   */
  start(spec: ProcessSpec): Promise<StartedProcess>
  /** Whether exactly this process is still there. */
  alive(identity: ProcessIdentity): Promise<boolean>
  /** Whether anybody is left of the group that this process led. */
  groupAlive(identity: ProcessIdentity): Promise<boolean>
  /** Ends exactly this process and, if it leads one, its group. */
  end(identity: ProcessIdentity, options: { readonly group: boolean; readonly graceMs: number }): Promise<void>
  /** Whoever it has started that has left its group, to live on without it; nobody where the system does not tell. */
  kin(identity: ProcessIdentity): Promise<readonly ProcessIdentity[]>
  /** The process that has this number just now. */
  identify(pid: number): Promise<ProcessIdentity | undefined>
  /** The process that listens at a port of this machine. */
  listening(port: number): Promise<ProcessIdentity | undefined>
  /** Whether a process was started by another, or by one that this had started. */
  descends(identity: ProcessIdentity, from: ProcessIdentity): Promise<boolean>
  /** Sends a signal to exactly this process; false if it is not there any more. */
  signal(identity: ProcessIdentity, signal: ProcessSignal): Promise<boolean>
  state(identity: ProcessIdentity): Promise<ProcessState>
  /** How long this process has computed so far. */
  computedMs(identity: ProcessIdentity): Promise<number | undefined>
  /** Runs a command line to its end, and ends it and all it started when its time is up or it is stopped. */
  run(spec: CommandSpec): Promise<CommandOutcome>
}

/** What a process can be sent. */
export type ProcessSignal = 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'

/** How a process stands. */
export type ProcessState = 'running' | 'stopped' | 'gone'

/** A command line that is run to its end. */
export interface CommandSpec {
  readonly command: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** What became of a command. */
export interface CommandOutcome {
  /** `failed` is any exit code but 0. */
  readonly state: 'done' | 'failed' | 'late' | 'stopped' | 'not-started'
  readonly code: number | null
  /** The last 64 KiB of what it printed. */
  readonly output: string
  readonly tookMs: number
}

/** Programs of ours that run as processes of their own. */
export type OwnProgram = 'watchdog' | 'proxy' | 'mock' | 'load' | 'squeeze'

/** A program that runs beside us until we end it. */
export interface ProcessSpec {
  /** A program of ours by name, somebody else's by its file or its name on the PATH, or a command line for the shell. */
  readonly run:
    | { readonly program: OwnProgram; readonly args: readonly string[] }
    | { readonly file: string; readonly args: readonly string[] }
    | { readonly command: string }
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Where its output goes. */
  readonly logFile: string
  /** Takes out of each line of its log what must not be written down. */
  readonly clean?: (text: string) => string
  /** It finds nothing of our environment but these names, and `env`. Everything, unless given. */
  readonly inherit?: readonly string[]
  /** Hears its output as it comes, both streams. */
  readonly hear?: (text: string) => void
}

/** A program that was started. */
export interface StartedProcess {
  readonly identity: ProcessIdentity
  /** The first line it prints on standard output, or undefined if it ended without one. */
  readonly firstLine: Promise<string | undefined>
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>
  /** Lets what is not ours begin. Programs of ours have begun already. */
  go(): void
  /** Writes to its standard input. Whoever is gone hears nothing. */
  tell(text: string): void
}
