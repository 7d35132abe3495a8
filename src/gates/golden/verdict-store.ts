import type { Files } from '../../model/world/files.ts'
import { hashOf } from '../../scenario/hash.ts'

/** What a judge has said of an answer before: the same answer is judged once, so that two drills can be compared. */
export interface VerdictStore {
  find(key: unknown): JudgeVerdict | undefined
  keep(key: unknown, verdict: JudgeVerdict): Promise<void>
}

export interface JudgeVerdict {
  readonly ratio: number
  readonly why: string
}

/** Verdicts in a file of one line each, or only in memory. A line that cannot be read is passed over. */
export async function verdictStore(
  files: Pick<Files, 'lines' | 'append' | 'exists'>,
  path?: string,
): Promise<VerdictStore> {
  const known = new Map<string, JudgeVerdict>()
  if (path !== undefined && (await files.exists(path))) {
    for await (const line of files.lines(path)) {
      try {
        const { key, ratio, why } = JSON.parse(line) as { key: string; ratio: number; why: string }
        if (typeof key === 'string' && ratio >= 0 && ratio <= 1) known.set(key, { ratio, why: String(why) })
      } catch {}
    }
  }
  return {
    find: key => known.get(hashOf(key)),
    async keep(key, verdict) {
      const name = hashOf(key)
      known.set(name, verdict)
      if (path === undefined) return
      const file = await files.append(path)
      try {
        await file.write(`${JSON.stringify({ key: name, ...verdict })}\n`)
      } finally {
        await file.close()
      }
    },
  }
}
