/** Where a request goes, as its head and its connection say it. */
export interface Address {
  /** `http://host:port`: what a connection leads to. */
  readonly origin: string
  readonly host: string
  /** The path with what is asked of it. */
  readonly target: string
}

// Taking an address apart leaves the collector more than all the rest of a request. Those of a platform are few, and asked first;
// where each request has one of its own none is worth keeping, so none is put out for another.
const MOST = 1000
const known = new Map<string, Address>()

/** An address taken apart; one that is none throws. */
export function addressOf(url: string): Address {
  const again = known.get(url)
  if (again !== undefined) return again
  const { origin, host, pathname, search } = new URL(url)
  const address = { origin, host, target: `${pathname}${search}` }
  if (known.size < MOST) known.set(url, address)
  return address
}
