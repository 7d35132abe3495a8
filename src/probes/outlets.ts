import type { Outlet } from '../model/sharing.ts'
import type { World } from '../model/world.ts'

/** Follows one place where a tenant is told things that are no answers. */
export interface OutletReader {
  /** What is already there was told before anything was hidden. */
  begin(): Promise<void>
  /** Hands on what has been told since it was last looked at. */
  look(): Promise<void>
}

export function outletReader(
  { files, processes }: Pick<World, 'files' | 'processes'>,
  { source }: Outlet,
  hear: (text: string) => void,
): OutletReader {
  if (source.kind === 'command') {
    const { command, cwd, timeoutMs } = source
    return {
      async begin() {},
      async look() {
        hear((await processes.run({ command, cwd, env: {}, timeoutMs })).output)
      },
    }
  }
  let fromByte = 0
  const read = async (): Promise<string> => {
    const { text, nextByte } = await files.added(source.file, fromByte)
    fromByte = nextByte
    return text
  }
  return {
    async begin() {
      while ((await read()) !== '');
    },
    async look() {
      for (let text = await read(); text !== ''; text = await read()) hear(text)
    },
  }
}
