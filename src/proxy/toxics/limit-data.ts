import { simpleStage, type ToxicType } from './toxic.ts'

/** Closes the connection once `bytes` bytes have passed in its direction. */
export const limitData: ToxicType<'bytes'> = {
  type: 'limit_data',
  attributes: { bytes: { least: 0 } },
  stage(line) {
    let passedBytes = 0
    return simpleStage({
      data(chunk, atMs) {
        const leftBytes = line.attributes.bytes - passedBytes
        const allowed = chunk.length <= leftBytes ? chunk : chunk.subarray(0, Math.max(0, leftBytes))
        passedBytes += allowed.length
        if (allowed.length > 0) line.data(allowed, atMs)
        if (passedBytes >= line.attributes.bytes) line.end('close', atMs)
      },
      end: (ending, atMs) => line.end(ending, atMs),
    })
  },
}
