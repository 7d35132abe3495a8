import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Portkey's gateway as it is published, in a process of its own that listens on loopback only. */
export async function startPortkey(): Promise<AsyncDisposable & { readonly url: string }> {
  const loopback = fileURLToPath(new URL('./on-loopback.cjs', import.meta.url))
  const program = createRequire(import.meta.url).resolve('@portkey-ai/gateway/build/start-server.js')
  const child = spawn(process.execPath, ['--require', loopback, program, '--headless'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  const end = async (): Promise<void> => {
    child.stdin.end()
    await exited
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^\{"listening":"(.+)"\}$/.exec(line)?.[1]
    if (url === undefined) continue
    // It goes on talking, to nobody.
    child.stdout.resume()
    return { url, [Symbol.asyncDispose]: end }
  }
  throw new Error('the gateway ended before it listened')
}
