/** The words of a text that carry meaning, in their stems: `Shipping to 12 countries` is `ship 12 countr`. */
export function stems(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.filter(word => !SMALL_WORDS.has(word)).map(stem)
}

// Crude on purpose: both sides of a comparison are cut the same way, so only consistency counts.
function stem(word: string): string {
  const bare = withoutEnding(word)
  return bare.length > 4 ? bare.replace(/[ey]$/, '') : bare
}

function withoutEnding(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.length > 5 && word.endsWith('ing')) return undoubled(word.slice(0, -3))
  if (word.length > 4 && word.endsWith('ed')) return undoubled(word.slice(0, -2))
  if (word.length > 3 && word.endsWith('es') && /(s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2)
  if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1)
  return word
}

/** `shipp` is `ship`, and `cancell` is `cancel`; but `bill` is `bill`. */
function undoubled(word: string): string {
  return /([bdgmnprt])\1$/.test(word) || (word.length > 6 && word.endsWith('ll')) ? word.slice(0, -1) : word
}

const SMALL_WORDS = new Set(
  (
    'a about after all am an and any are as at be been but by can could did do does for from had has have he her him his ' +
    'how i if in into is it its just long many may me more much must my no not of on only or our out s shall she should so ' +
    'some t than that the their them then there these they this those to too up us was we were what when where which who ' +
    'whom whose why will with would you your please tell'
  ).split(' '),
)
