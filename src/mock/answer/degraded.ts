/** A text with words of other languages in it, as a model says it whose sampling is broken. */
export function garbled(text: string): string {
  let word = 0
  return text.replaceAll(/\S+/g, said => {
    word += 1
    return word % EVERY === 0 ? (STRAY[(word / EVERY - 1) % STRAY.length] ?? said) : said
  })
}

const EVERY = 3
const STRAY = ['สวัสดี', '因此', 'однако', 'ครับ', '我们']

/** A text that reads as well as before and is wrong: other numbers, other names, or the contrary. */
export function untrue(text: string): string {
  const otherNumbers = text.replaceAll(/\d/g, digit => String((Number(digit) + 3) % 10))
  if (otherNumbers !== text) return otherNumbers
  let name = 0
  const otherNames = text.replaceAll(/(?<=[\p{Ll},] )\p{Lu}[\p{L}-]+/gu, said => {
    name += 1
    return NAMES[(name - 1) % NAMES.length] ?? said
  })
  return otherNames === text ? `It is not so that ${text.charAt(0).toLowerCase()}${text.slice(1)}` : otherNames
}

const NAMES = ['Portugal', 'Kenya', 'Marlow', 'October']
