/** Something that runs once, `ttlMs` from now, unless it is ended before. Longer than any timer is fine. */
export function lease(ttlMs: number, expired: () => void): () => void {
  const endsMs = performance.now() + ttlMs
  let timer: NodeJS.Timeout
  const sleep = () => {
    const leftMs = endsMs - performance.now()
    if (leftMs <= 0) return expired()
    // The server's sockets keep the process alive; a lease alone should not.
    timer = setTimeout(sleep, Math.min(Math.ceil(leftMs), 2_147_483_647)).unref()
  }
  sleep()
  return () => clearTimeout(timer)
}
