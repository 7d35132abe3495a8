/** A value as one word of a shell command, right for the quotes that already stand around its place. */
export function shellQuote(value: string, before: string): string {
  switch (openQuote(before)) {
    case "'":
      return value.replaceAll("'", `'\\''`)
    case '"':
      return value.replace(/[\\"$`]/g, '\\$&')
    default:
      return /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
  }
}

/** The quote that is open at the end of a piece of a command, if one is. */
function openQuote(before: string): `'` | '"' | undefined {
  let open: `'` | '"' | undefined
  for (let at = 0; at < before.length; at++) {
    const mark = before[at]
    // Single quotes keep even a backslash as it is.
    if (mark === '\\' && open !== "'") at++
    else if (mark === open) open = undefined
    else if (open === undefined && (mark === "'" || mark === '"')) open = mark
  }
  return open
}
