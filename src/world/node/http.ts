import type { Http } from '../../model/world.ts'
import { plainHttp } from './plain-http.ts'
import { secureHttp } from './secure-http.ts'

/** HTTP over kept-alive connections, without any retry: what happened is what we say. */
export function nodeHttp(): Http {
  const plain = plainHttp()
  // Made when it is needed: most platforms are drilled through routes that speak no TLS to us.
  let secure: Http | undefined
  return {
    send(request, options) {
      if (request.url.startsWith('http:')) return plain.send(request, options)
      secure ??= secureHttp()
      return secure.send(request, options)
    },
  }
}
