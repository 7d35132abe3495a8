import { type Reply, wholeReply } from '../reply.ts'

/** The page of the network in front of a provider: HTML where a client expects JSON. */
export function cdnPage(status: number, host: string, ray: string): Reply {
  const title = `${host} | ${status}: ${REASONS[status] ?? 'Web server is returning an error'}`
  const body = `<!DOCTYPE html>
<html lang="en-US">
<head><title>${title}</title><meta charset="UTF-8" /><meta name="robots" content="noindex, nofollow" /></head>
<body><h1>${title}</h1><p>There is an issue between the cache and the origin web server. Please try again in a few minutes.</p>
<p>Ray ID: ${ray}</p></body>
</html>
`
  return wholeReply(status, { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare', 'cf-ray': ray }, body)
}

const REASONS: Readonly<Record<number, string>> = {
  502: 'Bad gateway',
  503: 'Service temporarily unavailable',
  504: 'Gateway time-out',
  520: 'Web server is returning an unknown error',
  521: 'Web server is down',
  522: 'Connection timed out',
  523: 'Origin is unreachable',
  524: 'A timeout occurred',
}
