import type { OnReadOpts, Socket } from 'node:net'
import { messageOf } from '../../model/error.ts'
import type { Stream, Toxic } from '../toxics/toxic.ts'
import type { StreamClock } from './clock.ts'
import { draws } from './draw.ts'
import { intake, withIntake } from './intake.ts'
import { type Budget, Link, type LinkHost } from './link.ts'
import { reset } from './reset.ts'

/** What a connection needs of its proxy. */
export interface ConnectionHost {
  readonly name: string
  readonly seed: number
  readonly clock: StreamClock
  readonly budget: Budget
  readonly toxics: readonly Toxic[]
  opened(connection: Connection): void
  failed(connection: Connection, why: string): void
  met(connection: Connection, toxic: Toxic): void
  closed(connection: Connection): void
}

// A peer that neither reads nor goes away keeps a connection that is being closed no longer than this.
const LINGER_MS = 60_000

/** One client's connection through a proxy: two sockets, and a link for each direction between them. */
export class Connection implements LinkHost {
  readonly number: number
  readonly clock: StreamClock
  readonly budget: Budget
  readonly #host: ConnectionHost
  #client: Socket
  readonly #upstream: Socket
  #links: Readonly<Record<Stream, Link>> | undefined
  #openSockets = 2
  #linger: NodeJS.Timeout | undefined

  /** Takes a client that has just been accepted, and how to dial its upstream. */
  constructor(host: ConnectionHost, number: number, client: Socket, dial: (onread: OnReadOpts) => Socket) {
    this.#host = host
    this.number = number
    this.clock = host.clock
    this.budget = host.budget
    this.#client = client
    client.on('error', ignore).on('close', hadError => this.#socketClosed('client', hadError))
    this.#upstream = dial(intake(chunk => this.#links?.downstream.read(chunk) ?? 'done'))
      .on('connect', () => this.#join())
      .on('error', error => this.#upstreamError(error))
      .on('close', hadError => this.#socketClosed('upstream', hadError))
      .on('end', () => this.#links?.downstream.endSource('fin'))
      .on('drain', () => this.#links?.upstream.moved())
  }

  /** Bytes that came from the one side and bytes that went on to the other, per direction. */
  bytes(stream: Stream): { readonly received: number; readonly sent: number } {
    const [source, sink] = stream === 'upstream' ? [this.#client, this.#upstream] : [this.#upstream, this.#client]
    return { received: source.bytesRead, sent: sink.bytesWritten }
  }

  setToxics(toxics: readonly Toxic[]): void {
    this.#links?.upstream.setToxics(toxics, true)
    this.#links?.downstream.setToxics(toxics, true)
  }

  /** Closes both sides at once; what is still on its way is lost. */
  destroy(): void {
    this.#links?.upstream.stop()
    this.#links?.downstream.stop()
    this.#client.destroy()
    this.#upstream.destroy()
  }

  fate(toxic: Toxic): number {
    return draws(this.#host.seed, this.#host.name, toxic.serial, this.number)()
  }

  random(toxic: Toxic): () => number {
    return draws(this.#host.seed, this.#host.name, toxic.serial, this.number, 'stage')
  }

  met(toxic: Toxic): void {
    this.#host.met(this, toxic)
  }

  over(link: Link, ending: 'close' | 'reset'): void {
    if (ending === 'reset') {
      reset(this.#client)
      reset(this.#upstream)
      return
    }
    // What was let through before still has to arrive; and the other direction closes in its own time.
    const [sink, other] =
      link.stream === 'upstream' ? ([this.#upstream, 'downstream'] as const) : ([this.#client, 'upstream'] as const)
    sink.destroySoon()
    this.#links?.[other].endSource('close')
    this.#linger ??= setTimeout(() => this.destroy(), LINGER_MS).unref()
  }

  #join(): void {
    // Reading starts only now, so that nothing the client says comes before there is somewhere to put it.
    const client = withIntake(this.#client, chunk => this.#links?.upstream.read(chunk) ?? 'done')
    if (client !== this.#client)
      client.on('error', ignore).on('close', hadError => this.#socketClosed('client', hadError))
    client.on('end', () => this.#links?.upstream.endSource('fin')).on('drain', () => this.#links?.downstream.moved())
    this.#client = client
    const { toxics } = this.#host
    this.#links = {
      upstream: new Link(this, 'upstream', client, this.#upstream, toxics),
      downstream: new Link(this, 'downstream', this.#upstream, client, toxics),
    }
    this.#host.opened(this)
  }

  #upstreamError(error: Error): void {
    if (this.#links !== undefined) return
    this.#host.failed(this, whyNot(error))
    // Read whatever the client has sent: closing over unread data would send a reset instead of a close.
    this.#client.resume().end()
    this.#linger = setTimeout(() => this.#client.destroy(), LINGER_MS).unref()
  }

  #socketClosed(side: 'client' | 'upstream', hadError: boolean): void {
    this.#openSockets--
    if (this.#openSockets === 0) {
      clearTimeout(this.#linger)
      this.#links?.upstream.stop()
      this.#links?.downstream.stop()
      this.#host.closed(this)
      return
    }
    if (this.#links === undefined) return
    const { upstream, downstream } = this.#links
    const [from, to, peer] =
      side === 'client' ? [upstream, downstream, this.#upstream] : [downstream, upstream, this.#client]
    to.stop()
    if (!from.sourceEnded) from.endSource(hadError ? 'reset' : 'close')
    // It had said all it wanted to say, and was broken while the other side still spoke.
    else if (hadError) reset(peer)
  }
}

// A host with several addresses fails with one error for each, and none of its own.
function whyNot(error: Error): string {
  return error instanceof AggregateError ? error.errors.map(messageOf).join('; ') : error.message
}

function ignore(): void {}
