import { expect } from 'vitest'
import { type ProxyServer, type ProxyServerOptions, startProxyServer } from '../../src/proxy/server.ts'
import { type Answer, request } from '../contract/http-client.ts'

/** A server of ours with short ways to its API; each verb insists on success and gives the JSON of the answer. */
export interface Bench extends AsyncDisposable {
  readonly server: ProxyServer
  call(method: string, path: string, body?: unknown): Promise<Answer>
  get<T = Record<string, unknown>>(path: string): Promise<T>
  post<T = Record<string, unknown>>(path: string, body: unknown): Promise<T>
  remove(path: string): Promise<void>
  /** Makes proxy `a` in front of `upstream`, and says where it listens. */
  route(upstream: string, more?: object): Promise<string>
}

export async function bench(options: ProxyServerOptions = {}): Promise<Bench> {
  const server = await startProxyServer({ port: 0, ...options })
  const call = (method: string, path: string, body?: unknown) =>
    request(server.url, method, path, body === undefined ? {} : { body })
  const succeed = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body)
    expect(answer, `${method} ${path}: ${answer.text}`).toMatchObject({
      status: expect.toSatisfy(status => status < 300),
    })
    return answer
  }
  return {
    server,
    call,
    get: async <T>(path: string) => (await succeed('GET', path)).json as T,
    post: async <T>(path: string, body: unknown) => (await succeed('POST', path, body)).json as T,
    remove: async path => void (await succeed('DELETE', path)),
    async route(upstream, more = {}) {
      const body = { name: 'a', listen: '127.0.0.1:0', upstream, ...more }
      return ((await succeed('POST', '/proxies', body)).json as { listen: string }).listen
    },
    [Symbol.asyncDispose]: () => server.close(),
  }
}
