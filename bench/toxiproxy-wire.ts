/** What goes through the proxies: about as much as a small API call and its answer. */
export const REQUEST_BYTES = 256
export const ANSWER_BYTES = 1024
export const REQUEST = Buffer.alloc(REQUEST_BYTES, 'q')
export const ANSWER = Buffer.alloc(ANSWER_BYTES, 'a')
