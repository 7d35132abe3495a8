import { type Reply, wholeReply } from '../../reply.ts'

/** The page of Google's own front end: HTML where a client expects JSON. */
export function googlePage(status: number): Reply {
  const body = `<!DOCTYPE html>
<html lang=en>
<meta charset=utf-8>
<title>Error ${status} (Server Error)!!1</title>
<p><b>${status}.</b> <ins>That’s an error.</ins>
<p>The server encountered a temporary error and could not complete your request. Please try again in 30 seconds.
`
  return wholeReply(status, { 'content-type': 'text/html; charset=UTF-8', 'referrer-policy': 'no-referrer' }, body)
}
