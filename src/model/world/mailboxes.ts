/** Places on this machine that others may post JSON documents to. */
export interface Mailboxes {
  /** Begins to listen at a port of this machine, and of no network. Rejects with PORT_BUSY if somebody else does. */
  open(port: number, options: MailboxOptions): Promise<Mailbox>
}

/** What a mailbox takes, and who hears it. */
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

/** A place that is open. */
export interface Mailbox {
  /** So far: what was heard, and what was turned away. */
  counts(): { readonly posts: number; readonly refused: number }
  /** Resolves with the reason if it breaks off by itself. */
  readonly lost: Promise<string>
  close(): Promise<void>
}
