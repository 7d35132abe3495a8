import type { S3Client } from '@aws-sdk/client-s3'
import { canonical } from '../row-hash.ts'
import type { StoreValue } from '../store.ts'

/** What says who may read what in a bucket, where its owner has said so. */
export interface BucketPolicy {
  /** Nothing where there is none, or where it is not shown to us. */
  read(): Promise<string | undefined>
  write(policy: string): Promise<void>
  remove(): Promise<void>
}

type Sdk = typeof import('@aws-sdk/client-s3')

export function bucketPolicy(sdk: Sdk, client: S3Client, bucket: string): BucketPolicy {
  return {
    async read() {
      try {
        const { Policy } = await client.send(new sdk.GetBucketPolicyCommand({ Bucket: bucket }))
        // Servers write it in an order of their own.
        return Policy === undefined || Policy === '' ? undefined : canonical(JSON.parse(Policy) as StoreValue)
      } catch (error) {
        // Not every key may see it, and not everything that speaks S3 has one.
        if (error instanceof Error && NONE.test(error.name)) return undefined
        throw error
      }
    },
    async write(policy) {
      await client.send(new sdk.PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }))
    },
    async remove() {
      await client.send(new sdk.DeleteBucketPolicyCommand({ Bucket: bucket }))
    },
  }
}

const NONE = /^(NoSuchBucketPolicy|AccessDenied|NotImplemented|MethodNotAllowed|NoSuchKey)$/
