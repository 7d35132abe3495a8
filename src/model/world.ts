import type { ProcessIdentity } from './event.ts'
import type { HttpOutcome, HttpRequest } from './http.ts'
import type { ContainerNetwork, ContainerState } from './undo.ts'

/** Everything outside our own memory, as an argument: real in `world/node.ts`, virtual in `testing/`. */
export interface World {
  readonly clock: Clock
  readonly http: Http
  readonly sockets: Sockets
  readonly files: Files
  readonly processes: Processes
  readonly containers: Containers
  readonly mailboxes: Mailboxes
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Two clocks: one that never jumps, for measuring; one that people can read, for labels. */
export interface Clock {
  nowMs(): number
  wall(): string
  /** Waits, or throws the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export interface Http {
  /** Asks, and gives up after `timeoutMs`. Never throws for what the other side does. */
  send(
    request: HttpRequest,
    options: {
      readonly timeoutMs: number
      readonly signal?: AbortSignal
      /** Hears an answer's text piece by piece as it comes in. */
      readonly hear?: (piece: string) => void
    },
  ): Promise<HttpOutcome>
}

export interface Sockets {
  /** Connects to `host:port`, says `hello`, waits for a first byte: the canary that shows whether a network fault bites. */
  canary(address: string, hello: string, waitMs: number): Promise<CanarySighting>
  /** Connects, says everything at once and listens: what came back, in how many pieces, when, and how it ended. */
  exchange(
    address: string,
    said: string,
    options: {
      readonly waitMs: number
      /** What is waited for: once it was heard the exchange is over. An empty text is heard as soon as somebody listens. */
      readonly until?: string
      /** Closes our own side once everything is said. */
      readonly thenEnd?: boolean
    },
  ): Promise<Exchange>
  /** Whether nobody listens at `host:port` yet. */
  isFree(address: string): Promise<boolean>
  /** Whether a name has an address just now. */
  resolves(host: string): Promise<boolean>
  /** So many different free loopback ports. */
  freePorts(count: number): Promise<readonly number[]>
}

export type CanarySighting =
  | { readonly saw: 'answer'; readonly tookMs: number }
  | { readonly saw: 'silence'; readonly waitedMs: number }
  | { readonly saw: 'refused' | 'reset' | 'closed' | 'unreachable'; readonly tookMs: number; readonly detail: string }

/** What became of one exchange. Times count from its beginning. */
export interface Exchange {
  readonly bytes: number
  readonly pieces: number
  /** The first 64 KiB of what came back. */
  readonly heard: string
  readonly firstMs: number | undefined
  readonly lastMs: number | undefined
  /** How the other side ended it; `open` if it had not when waiting was over. */
  readonly ended: 'open' | 'closed' | 'reset' | 'refused' | 'unreachable'
  readonly endedMs: number
}

export interface Files {
  read(path: string): Promise<string>
  lines(path: string): AsyncIterable<string>
  /** The whole text, in pieces as they come from the disk. */
  pieces(path: string): AsyncIterable<string>
  /** Whole or not at all: a crash never leaves half a file. */
  /**
   * What was added to a file after so many bytes, up to the end of its last line, and where to go on. A file that is not there yet is
   * empty; one that has become shorter is read from its beginning.
   */
  added(path: string, fromByte: number): Promise<{ readonly text: string; readonly nextByte: number }>
  write(path: string, text: string, options?: { readonly secret?: boolean }): Promise<void>
  append(path: string): Promise<AppendFile>
  /** Cuts a file after so many bytes. */
  cut(path: string, bytes: number): Promise<void>
  /** Makes the file only if nobody else has; false if somebody has. */
  claim(path: string, text: string): Promise<boolean>
  list(dir: string): Promise<readonly string[]>
  makeDir(path: string): Promise<void>
  remove(path: string): Promise<void>
  exists(path: string): Promise<boolean>
  /** How long ago a file was last written to, by this machine's clock; undefined if there is none. */
  writtenMsAgo(path: string): Promise<number | undefined>
  /** How much more fits on the disk of this folder. */
  freeBytes(dir: string): Promise<number>
  /** Which disk something is on: the same word for two places that share their room. */
  diskOf(path: string): Promise<string>
  /** Makes a file of so many bytes that really take their room; says how many there was room for. */
  fill(path: string, bytes: number, signal?: AbortSignal): Promise<number>
}

export interface AppendFile {
  /** Adds text. Resolves when the operating system has it. */
  write(text: string): Promise<void>
  /** Resolves when the disk has it, file and folder. */
  sync(): Promise<void>
  close(): Promise<void>
}

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

export type ProcessSignal = 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'
export type ProcessState = 'running' | 'stopped' | 'gone'

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

/** Places on this machine that others may post JSON documents to. */
export interface Mailboxes {
  /** Begins to listen at a port of this machine, and of no network. Rejects with PORT_BUSY if somebody else does. */
  open(port: number, options: MailboxOptions): Promise<Mailbox>
}

export interface MailboxOptions {
  /** What is posted anywhere else is turned away. */
  readonly paths: readonly string[]
  /** Hears each document once it has come in whole. */
  readonly hear: (post: Post) => void
}

/** A JSON document that was posted. */
export interface Post {
  readonly path: string
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface Mailbox {
  /** So far: what was heard, and what was turned away. */
  counts(): { readonly posts: number; readonly refused: number }
  /** Resolves with the reason if it breaks off by itself. */
  readonly lost: Promise<string>
  close(): Promise<void>
}

export type ContainerChange =
  | { readonly do: 'kill' | 'start' | 'pause' | 'unpause' }
  | { readonly do: 'connect' | 'disconnect'; readonly network: ContainerNetwork }

export interface ContainerSpec {
  readonly name: string
  readonly image: string
  readonly args: readonly string[]
  /** Where its output goes. */
  readonly logFile: string
}
