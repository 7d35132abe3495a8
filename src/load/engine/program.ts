import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { messageOf } from '../../model/error.ts'
import type { K6Place } from '../k6/place.ts'
import { controlServer } from './control-server.ts'
import { loads } from './loads.ts'

const FAREWELL_MS = 1000

/** Runs a load engine until it is told to end, or until whoever started it is gone: then everything it sends ends with it. */
export async function loadMain(argv: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        'token-file': { type: 'string' },
        senders: { type: 'string', default: '1' },
        k6: { type: 'string', default: 'k6' },
        'k6-image': { type: 'string' },
      },
    })
    const file = values['token-file']
    if (file === undefined) return complain('usage: load --token-file FILE (it is started by a drill, not by people)')
    const end = toldToEnd()
    const image = values['k6-image']
    const k6: K6Place = image === undefined ? { kind: 'program', file: values.k6 } : { kind: 'container', image }
    const engine = loads({ senders: Number(values.senders), k6, dir: dirname(file) })
    const server = controlServer(engine, readFileSync(file, 'utf8').trim())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    process.stdout.write(`${JSON.stringify({ listening: url, control: url })}\n`)
    await end
    // Threads of ours end with us; a k6 would go on.
    await Promise.race([engine.stopAll(), wait(FAREWELL_MS)])
    return 0
  } catch (error) {
    return complain(messageOf(error))
  }
}

/** Standard input is the life of whoever started us. */
function toldToEnd(): Promise<void> {
  return new Promise(resolve => {
    const end = (): void => resolve()
    process.once('SIGTERM', end)
    // A Ctrl-C on the terminal is meant for the drill, which ends us when it has stopped the load.
    process.on('SIGINT', () => {})
    process.stdin.once('end', end)
    process.stdin.once('close', end)
    process.stdin.once('error', end)
    process.stdin.resume()
    for (const stream of [process.stdout, process.stderr]) stream.on('error', end)
  })
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`)
  return 2
}
