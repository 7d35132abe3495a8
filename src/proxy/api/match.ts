import type { Endpoint, Route } from './route.ts'

export type Match =
  | {
      readonly kind: 'found'
      readonly endpoint: Endpoint
      readonly params: readonly string[]
      readonly query: URLSearchParams
    }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'no-path' }
  | { readonly kind: 'no-method' }

/** Finds the endpoint for a method and a URL. Paths match exactly; one with `//` or `..` in it is sent to its clean form. */
export function matcher(routes: readonly Route[]): (method: string, url: string) => Match {
  const patterns = routes.map(({ path, methods }) => ({ pattern: path.split('/'), methods }))
  return (method, url) => {
    const [path = '/', search = ''] = split(url)
    const clean = cleaned(path)
    if (clean !== path) return { kind: 'redirect', to: search === '' ? clean : `${clean}?${search}` }
    const segments = path.split('/')
    const route = patterns.find(({ pattern }) => fits(pattern, segments))
    if (route === undefined) return { kind: 'no-path' }
    const endpoint = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined
    if (endpoint === undefined) return { kind: 'no-method' }
    const params = segments.filter((_, index) => route.pattern[index] === '*').map(decoded)
    return { kind: 'found', endpoint, params, query: new URLSearchParams(search) }
  }
}

function split(url: string): readonly [string, string] {
  // A proxy-style request line carries the whole URL.
  const path = url.startsWith('/') ? url : (URL.parse(url)?.pathname ?? '/')
  const mark = path.indexOf('?')
  return mark === -1 ? [path, ''] : [path.slice(0, mark), path.slice(mark + 1)]
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part === '*' ? segments[index] !== '' : part === segments[index]))
  )
}

function cleaned(path: string): string {
  if (!/\/(?:\/|\.\.?(?:\/|$))/.test(path)) return path
  const kept: string[] = []
  const segments = path.split('/')
  for (const segment of segments) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  const end = kept.length > 0 && segments.at(-1) === '' ? '/' : ''
  return `/${kept.join('/')}${end}`
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
