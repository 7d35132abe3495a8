/** Files and folders, and the disks they are on. */
export interface Files {
  read(path: string): Promise<string>
  lines(path: string): AsyncIterable<string>
  /** The whole text, in pieces as they come from the disk. */
  pieces(path: string): AsyncIterable<string>
  /**
   * What was added to a file after so many bytes, up to the end of its last line, and where to go on. A file that is not there yet is
   * empty; one that has become shorter is read from its beginning.
   */
  added(path: string, fromByte: number): Promise<{ readonly text: string; readonly nextByte: number }>
  /** Whole or not at all: a crash never leaves half a file. */
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

/** A file that only grows. */
export interface AppendFile {
  /** Adds text. Resolves when the operating system has it. */
  write(text: string): Promise<void>
  /** Resolves when the disk has it, file and folder. */
  sync(): Promise<void>
  close(): Promise<void>
}
