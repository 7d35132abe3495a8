import type { StorePlace } from '../../model/store.ts'
import type { StoreRow } from '../store.ts'
import { chunks, PAGE } from './chunks.ts'
import type { Connection } from './connection.ts'
import { DEFAULT, type Records } from './records.ts'

/** What of an index can be read. */
export interface Reading {
  /** Those there are, whether they are tenants or not. */
  namespaces(): Promise<readonly string[]>
  rows(batch: number, vectors: boolean): AsyncGenerator<readonly StoreRow[]>
  get(ids: readonly string[]): Promise<readonly StoreRow[]>
}

export function reading({ fields }: StorePlace, { ask }: Connection, { split, partsOf, rowOf }: Records): Reading {
  const namespaces = async (): Promise<readonly string[]> => {
    const found: string[] = []
    let paginationToken: string | undefined
    do {
      const page = await ask(index => index.listNamespaces(paginationToken === undefined ? {} : { paginationToken }))
      found.push(...(page.namespaces ?? []).map(each => each.name ?? ''))
      paginationToken = page.pagination?.next
    } while (paginationToken !== undefined && paginationToken !== '')
    return found.sort()
  }
  async function* names(namespace: string, limit: number) {
    let paginationToken: string | undefined
    do {
      const from = paginationToken === undefined ? {} : { paginationToken }
      const page = await ask(index => index.listPaginated({ namespace, limit, ...from }))
      const ids = (page.vectors ?? []).map(({ id }) => id ?? '')
      if (ids.length > 0) yield ids
      paginationToken = page.pagination?.next
    } while (paginationToken !== undefined && paginationToken !== '')
  }
  const fetch = async (namespace: string, ids: readonly string[]): Promise<readonly StoreRow[]> => {
    const found: StoreRow[] = []
    for (const some of chunks(ids, id => id.length + 5, URL_LIMIT)) {
      const { records } = await ask(index => index.fetch({ namespace, ids: [...some] }))
      found.push(...some.flatMap(id => records[id] ?? []).map(record => rowOf(namespace, record)))
    }
    return found
  }
  async function* rows(batch: number, vectors: boolean) {
    const bare = !vectors && fields.written === undefined && (split || fields.tenant === undefined)
    for (const namespace of split ? await namespaces() : [DEFAULT]) {
      for await (const ids of names(namespace, Math.min(batch, PAGE))) {
        yield bare ? ids.map(id => rowOf(namespace, { id })) : await fetch(namespace, ids)
      }
    }
  }
  const get = async (ids: readonly string[]): Promise<readonly StoreRow[]> => {
    const groups = Map.groupBy(ids.map(partsOf), ({ namespace }) => namespace)
    const found = [...groups].map(([namespace, parts]) => fetch(namespace, [...new Set(parts.map(({ own }) => own))]))
    return (await Promise.all(found)).flat()
  }
  return { namespaces, rows, get }
}

// Ids to be fetched stand in the address.
const URL_LIMIT = 6000
