import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { type Launch, realServer, type StoreServer } from './store-servers.ts'

export const MINIO: Launch = {
  program: 'minio',
  args: (port, dir) => [
    'server',
    '--quiet',
    '--address',
    `127.0.0.1:${port}`,
    '--console-address',
    '127.0.0.1:0',
    dir.file('data'),
  ],
  env: async () => ({ MINIO_ROOT_USER: 'blackstart', MINIO_ROOT_PASSWORD: 'blackstart', MINIO_UPDATE: 'off' }),
  url: port => `http://blackstart:blackstart@127.0.0.1:${port}/bucket`,
  ready: async url => (await fetch(new URL('/minio/health/ready', new URL(url).origin))).ok,
}

/** Object storage with an empty bucket in it. */
export async function minioServer(start: () => Promise<StoreServer> = () => realServer(MINIO)): Promise<StoreServer> {
  const server = await start()
  const { origin, username, password } = new URL(server.url)
  const credentials = { accessKeyId: username, secretAccessKey: password }
  const client = new S3Client({ region: 'us-east-1', forcePathStyle: true, endpoint: origin, credentials })
  await client.send(new CreateBucketCommand({ Bucket: 'bucket' }))
  client.destroy()
  return server
}
