import type { S3Client } from '@aws-sdk/client-s3'
import type { StorePlace } from '../../model/store.ts'
import { optionalPart } from '../optional-part.ts'
import type { Rows, Store, StoreRow } from '../store.ts'
import { bucketOf } from './bucket.ts'
import { bucketPolicy } from './policy.ts'

// Objects are read whole, so few at a time.
const BATCH = 20

/**
 * Objects below a prefix of a bucket, on anything that speaks S3: `connect` is `s3://bucket`, or an address with the bucket as its
 * path, and keys come from where the AWS client looks for them. Where tenants are asked for, the first part of a key is the tenant.
 */
export async function s3Store(place: StorePlace): Promise<Store> {
  const sdk = await optionalPart('@aws-sdk/client-s3', () => import('@aws-sdk/client-s3'))
  const { bucket, endpoint, accessKeyId, secretAccessKey } = bucketOf(place.connect)
  const client: S3Client = new sdk.S3Client({
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 2,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(accessKeyId === undefined ? {} : { credentials: { accessKeyId, secretAccessKey: secretAccessKey ?? '' } }),
  })
  const prefix = place.collection === '.' || place.collection === '' ? '' : `${place.collection}/`
  const isScratch = place.collection.includes(SCRATCH)
  const policy = bucketPolicy(sdk, client, bucket)
  const { tenant } = place.fields
  const tenantOf = (id: string) => (tenant === undefined || !id.includes('/') ? undefined : id.split('/')[0])

  async function* pages(under = '') {
    let ContinuationToken: string | undefined
    do {
      const page = await client.send(
        new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}${under}`, ContinuationToken }),
      )
      yield (page.Contents ?? []).map(({ Key = '', Size = 0, LastModified }) => {
        return { id: Key.slice(prefix.length), bytes: Size, writtenMs: LastModified?.getTime() ?? 0 }
      })
      ContinuationToken = page.IsTruncated === true ? page.NextContinuationToken : undefined
    } while (ContinuationToken !== undefined)
  }
  const listed = async (under?: string) => (await Array.fromAsync(pages(under))).flat()
  const read = async (id: string): Promise<StoreRow | undefined> => {
    try {
      const found = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: `${prefix}${id}` }))
      const content = Buffer.from((await found.Body?.transformToByteArray()) ?? []).toString('base64')
      return { id, tenant: tenantOf(id), vector: undefined, written: undefined, payload: { content } }
    } catch (error) {
      if (error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound')) return undefined
      throw error
    }
  }
  const readAll = async (ids: readonly string[]) => (await Promise.all(ids.map(read))).filter(row => row !== undefined)
  const removeAll = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: `${prefix}${id}` }))
  }
  return {
    place,
    async describe() {
      const all = await listed()
      const bytes = all.reduce((total, each) => total + each.bytes, 0)
      const exists = all.length > 0
      const structure = exists ? structureOf(await policy.read()) : []
      return { exists, bytes, dimension: undefined, structure, texts: ['content'], unready: undefined }
    },
    async count() {
      const groups = Map.groupBy(await listed(), ({ id }) => tenantOf(id) ?? '')
      return Object.fromEntries([...groups].map(([name, group]) => [name, group.length]))
    },
    async *scan(batch = BATCH) {
      for await (const page of pages()) {
        for (let i = 0; i < page.length; i += batch) yield await readAll(page.slice(i, i + batch).map(({ id }) => id))
      }
    },
    async *names() {
      // Its rows do not say when they were written: what lists them does, and no other copy of them would.
      for await (const page of pages()) yield page.map(({ id }) => ({ id, tenant: tenantOf(id), written: undefined }))
    },
    get: readAll,
    async put(rows) {
      for (const { id, payload } of rows) {
        const Body = Buffer.from(String(payload.content ?? ''), 'base64')
        await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: `${prefix}${id}`, Body }))
      }
    },
    async remove(rows) {
      await removeAll(await idsOf(rows, listed))
    },
    async newest() {
      const times = (await listed()).map(({ writtenMs }) => writtenMs)
      return times.length === 0 ? undefined : new Date(Math.max(...times)).toISOString()
    },
    async blueprint() {
      const found = await policy.read()
      return { ...(found === undefined ? {} : { policy: found }), structure: structureOf(found) }
    },
    make: async () => {},
    async finish(blueprint) {
      // It is the bucket's: a copy in the same bucket has it already, and what somebody else wrote there since is theirs.
      if (isScratch || typeof blueprint.policy !== 'string') return
      if ((await policy.read()) === undefined) await policy.write(blueprint.policy)
    },
    async detach(what) {
      if (what !== 'tenant-filter' || (await policy.read()) === undefined) return []
      await policy.remove()
      return [`the policy of the bucket ${bucket}`]
    },
    async drop() {
      await removeAll((await listed()).map(({ id }) => id))
    },
    scratch: label => ({
      ...place,
      collection: `${prefix === '' ? 'all' : place.collection}${SCRATCH}${label.replace(/\W+/g, '_')}`,
    }),
    async [Symbol.asyncDispose]() {
      client.destroy()
    },
  }
}

const SCRATCH = '.blackstart_'

function structureOf(policy: string | undefined): readonly string[] {
  return ['objects', ...(policy === undefined ? [] : [`policy of the bucket ${policy}`])]
}

type List = (under?: string) => Promise<readonly { readonly id: string; readonly writtenMs: number }[]>

async function idsOf(rows: Rows, list: List): Promise<readonly string[]> {
  switch (rows.by) {
    case 'all':
      return (await list()).map(({ id }) => id)
    case 'ids':
      return rows.ids
    case 'tenant':
      return (await list(`${rows.tenant}/`)).map(({ id }) => id)
    case 'prefix':
      return (await list(rows.prefix)).map(({ id }) => id)
    case 'written': {
      const isMeant = (ms: number) => (rows.side === 'before' ? ms < rows.wallMs : ms > rows.wallMs)
      return (await list()).filter(({ writtenMs }) => isMeant(writtenMs)).map(({ id }) => id)
    }
    default:
      return rows satisfies never
  }
}
