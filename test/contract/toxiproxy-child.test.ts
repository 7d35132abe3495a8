import { afterAll, beforeAll } from 'vitest'
import { networkContract } from './network.contract.ts'
import { childProcess, type Running } from './toxiproxies.ts'
import { trafficContract } from './traffic.contract.ts'

// A program takes a moment to start, so the promises share one; each leaves it empty for the next.
let program: Running

beforeAll(async () => {
  program = await childProcess({ proxyMetrics: true })
})

afterAll(() => program[Symbol.asyncDispose]())

async function shared(): Promise<Running> {
  const { url } = program
  return {
    url,
    async [Symbol.asyncDispose]() {
      const proxies = Object.keys((await (await fetch(`${url}/proxies`)).json()) as object)
      for (const name of proxies) await fetch(`${url}/proxies/${encodeURIComponent(name)}`, { method: 'DELETE' })
    },
  }
}

const subject = { name: 'the proxy program', start: shared, exceptions: {} }
trafficContract(subject)
networkContract(subject)
