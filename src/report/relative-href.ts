/** A path as a link that stays within the folder: never a scheme that could do something. Empty if it is none. */
export function relativeHref(path: string): string {
  const isPlain = !/^[a-z][a-z0-9+.-]*:/i.test(path) && !path.startsWith('//')
  return isPlain ? path.split('/').map(encodeURIComponent).join('/') : ''
}
