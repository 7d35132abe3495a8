import { DrillError } from '../../model/error.ts'

/** A bucket, where it is, and the key to it, as `connect` names them. */
export function bucketOf(connect: string) {
  const url = URL.canParse(connect) ? new URL(connect) : undefined
  const bucket = url?.protocol === 's3:' ? url.host : url?.pathname.split('/')[1]
  if (url === undefined || bucket === undefined || bucket === '') {
    throw new DrillError(
      'STORE_UNREACHABLE',
      `"connect" names no bucket${url === undefined ? '' : ` at ${url.host}`}.`,
      {
        hint: 'write "connect" like s3://bucket, or http://host:9000/bucket. Nothing was changed',
      },
    )
  }
  const given = (text: string) => (text === '' ? undefined : decodeURIComponent(text))
  return {
    bucket,
    endpoint: url.protocol === 's3:' ? undefined : url.origin,
    accessKeyId: given(url.username),
    secretAccessKey: given(url.password),
  }
}
