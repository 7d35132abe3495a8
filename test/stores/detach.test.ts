import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import type { StorePlace } from '../../src/model/store.ts'
import { folderStore } from '../../src/stores/folder/folder.ts'
import { qdrantStore } from '../../src/stores/qdrant.ts'
import { restore } from '../../src/stores/restore.ts'
import { s3Store } from '../../src/stores/s3/s3.ts'
import { snapshot } from '../../src/stores/snapshot.ts'
import { nodeWorld } from '../../src/world/node.ts'
import { minioServer } from '../support/minio-server.ts'
import { qdrantServer } from '../support/qdrant-server.ts'
import { s3Server } from '../support/s3-server.ts'
import { hasStoreServer } from '../support/store-servers.ts'
import { type TempDir, tempDir } from '../support/temp-dir.ts'
import { lostAndPutBack, placeOf } from './lost-and-put-back.ts'
import { twentyRows } from './subject.ts'

const files = nodeWorld().files

describe('what hangs on a collection is lost and comes back, and no row is touched', { timeout: 60_000 }, () => {
  describe('the link that leads to a folder', () => {
    const registry = async (dir: TempDir, called: string) => {
      await mkdir(dir.file('v41'))
      await mkdir(dir.file('v42'))
      await writeFile(dir.file('v42/weights'), 'heavy')
      await symlink('v42', dir.file('current'))
      await symlink('v41', dir.file('before'))
      return folderStore(placeOf('folder', dir.file(called), '.'))
    }
    const seen = (dir: TempDir) => () => readFile(dir.file('current/weights'), 'utf8').catch(() => 'nothing')

    test.for(['v42', 'current'])('that is called %s here', async called => {
      await using dir = await tempDir()
      await using store = await registry(dir, called)
      const whole = await store.describe()
      await snapshot(store, files, dir.file('before.jsonl'))
      expect(whole.structure).toEqual(['folder', 'link current to v42'])
      expect(await store.detach?.('alias')).toEqual(['current'])
      expect(await seen(dir)()).toBe('nothing')
      await restore(store, files, dir.file('before.jsonl'))
      expect([await seen(dir)(), await store.describe()]).toEqual(['heavy', whole])
      expect(await readlink(dir.file('current'))).toBe('v42')
    })

    test('is no part of the loss of all that the folder holds, and leads to it again', async () => {
      await using dir = await tempDir()
      await using store = await registry(dir, 'current')
      await snapshot(store, files, dir.file('before.jsonl'))
      await store.drop()
      expect([await readdir(dir.path), (await store.describe()).exists]).toEqual([
        ['before', 'before.jsonl', 'current', 'v41'],
        false,
      ])
      await restore(store, files, dir.file('before.jsonl'))
      expect([await readFile(dir.file('v42/weights'), 'utf8'), await readlink(dir.file('current'))]).toEqual([
        'heavy',
        'v42',
      ])
    })
  })

  describe.for(hasStoreServer('minio') ? ['a small server', 'MinIO'] : ['a small server'])(
    "a bucket's policy, in %s",
    which => {
      test('anybody may read what it kept apart, until it is back', async () => {
        await using server = await (which === 'MinIO' ? minioServer() : s3Server())
        const { origin, username, password } = new URL(server.url)
        const credentials = { accessKeyId: username, secretAccessKey: password }
        const client = new S3Client({ region: 'us-east-1', forcePathStyle: true, endpoint: origin, credentials })
        const Policy = JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: { AWS: ['*'] },
              Action: ['s3:GetObject'],
              Resource: ['arn:aws:s3:::bucket/articles/acme/*'],
            },
          ],
        })
        await client.send(new PutBucketPolicyCommand({ Bucket: 'bucket', Policy }))
        client.destroy()
        await using store = await s3Store(placeOf('s3', server.url))
        await store.put(twentyRows(false))
        const seen = async () => (await store.describe()).structure.length
        const put = await lostAndPutBack(store, 'tenant-filter', seen)
        expect(put.lost).toEqual(['the policy of the bucket bucket'])
        expect([put.before, put.during, put.after]).toEqual([2, 1, 2])
        expect(await store.detach?.('alias')).toEqual([])
      })
    },
  )

  test('an alias in Qdrant: nothing is found under it until it is back', async () => {
    await using server = await qdrantServer()
    const place: StorePlace = {
      driver: 'qdrant',
      connect: server.url,
      collection: 'articles',
      fields: { id: 'doc', tenant: 'tenant', vector: 'vector', payload: undefined, written: 'written' },
    }
    await using store = await qdrantStore(place)
    await store.make({ vectors: { size: 4, distance: 'Cosine' } })
    await store.finish({ aliases: ['live'] })
    await store.put(twentyRows(true))
    const put = await lostAndPutBack(store, 'alias', async () =>
      (await store.describe()).structure.includes('alias live'),
    )
    expect(put.lost).toEqual(['live'])
    expect([put.before, put.during, put.after]).toEqual([true, false, true])
  })
})
