import type { Index, IndexModel, Pinecone } from '@pinecone-database/pinecone'
import { messageOf } from '../../model/error.ts'
import type { StorePlace } from '../../model/store.ts'
import type { Clock } from '../../model/world.ts'
import { missing } from '../missing.ts'
import { optionalPart } from '../optional-part.ts'

/** A project of Pinecone, and one index of it. */
export interface Connection {
  readonly client: Pinecone
  /** What the index is just now; undefined if there is none of this name. */
  describe(): Promise<IndexModel | undefined>
  /** The same, where there must be one. */
  there(): Promise<IndexModel>
  /** Asks the index itself, where it is today. */
  ask<T>(question: (index: Index) => Promise<T>): Promise<T>
  /** Asks again while there are too many questions. */
  patiently<T>(act: () => Promise<T>): Promise<T>
  /** Looks again and again until something shows. */
  until(what: string, shows: () => Promise<boolean>): Promise<void>
}

// Free and starter projects are held to few requests a second; a new index takes up to a minute.
const TRIES = 8
const FIRST_PAUSE_MS = 250
const FIRST_LOOK_MS = 20
const RAREST_LOOK_MS = 1000
const LONGEST_MS = 120_000

/** `connect` is `https://:KEY@api.pinecone.io`, or the address of whatever else answers as Pinecone does. */
export async function connectPinecone(place: StorePlace, clock: Pick<Clock, 'sleep'>): Promise<Connection> {
  const sdk = await optionalPart('@pinecone-database/pinecone', () => import('@pinecone-database/pinecone'))
  const url = new URL(place.connect)
  const client = new sdk.Pinecone({ apiKey: decodeURIComponent(url.password) || 'none', controllerHostUrl: url.origin })
  const patiently = async <T>(act: () => Promise<T>): Promise<T> => {
    for (let tries = 1, pauseMs = FIRST_PAUSE_MS; ; tries++, pauseMs *= 2) {
      try {
        return await act()
      } catch (error) {
        // The client itself asks again after an error of the server, but not when it is told to slow down.
        if (!/\b429\b/.test(messageOf(error)) || tries >= TRIES) throw error
        await clock.sleep(pauseMs)
      }
    }
  }
  const describe = () =>
    patiently(() => client.describeIndex(place.collection)).catch((error: unknown) => {
      if (isNotFound(error)) return undefined
      throw error
    })
  let opened: Promise<Index> | undefined
  const there = async (): Promise<IndexModel> => {
    const found = await describe()
    if (found === undefined) throw missing(place, 'index')
    return found
  }
  // Asked by name the client would remember the host for as long as this process lives; an index that was made again has another.
  const open = async (): Promise<Index> => client.index({ host: (await there()).host })
  return {
    client,
    describe,
    there,
    patiently,
    async ask(question) {
      opened ??= open()
      try {
        return await patiently(async () => question(await (opened ?? open())))
      } catch (error) {
        opened = undefined
        if (!isNotFound(error) && !isUnreachable(error)) throw error
        return patiently(async () => question(await open()))
      }
    },
    async until(what, shows) {
      let pauseMs = FIRST_LOOK_MS
      for (let waitedMs = 0; waitedMs < LONGEST_MS; waitedMs += pauseMs) {
        if (await shows()) return
        await clock.sleep(pauseMs)
        pauseMs = Math.min(RAREST_LOOK_MS, pauseMs * 1.5)
      }
      throw new Error(`waited ${LONGEST_MS / 1000} s in vain until ${what}`)
    },
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && error.name === 'PineconeNotFoundError'
}

function isUnreachable(error: unknown): boolean {
  return error instanceof Error && error.name === 'PineconeConnectionError'
}
