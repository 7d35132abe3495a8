/** Something about a person, found in a text. */
export interface Personal {
  readonly kind:
    | 'an email address'
    | 'a phone number'
    | 'a card number'
    | 'an account number'
    | 'a social security number'
  readonly text: string
}

/** What a text says about persons that it should not: found by form, and by checksum where there is one. */
export function personalIn(text: string): readonly Personal[] {
  const sample = text.slice(0, 200_000)
  const all = (pattern: RegExp, kind: Personal['kind'], isRight: (found: string) => boolean = () => true) =>
    [...sample.matchAll(pattern)]
      .map(([found]) => found.trim())
      .filter(isRight)
      .map(found => ({ kind, text: found }))
  const cards = all(/(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g, 'a card number', isCard)
  const accounts = all(/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){3,8}\b/g, 'an account number', isAccount)
  const taken = [...cards, ...accounts].map(found => found.text)
  return [
    ...all(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, 'an email address'),
    ...cards,
    ...accounts,
    ...all(/\b(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\b/g, 'a social security number'),
    ...all(
      /(?<![\w.])(?:\+|00)\d[\d ()/-]{7,18}\d|(?<![\w.-])\(?\d{3}\)?[ -]\d{3}-\d{4}(?![\w-])/g,
      'a phone number',
      found => taken.every(other => !other.includes(found)),
    ),
  ]
}

/** The check digit of payment cards (Luhn). */
function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 1 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0 && new Set(digits).size > 1
}

/** The checksum of an IBAN: its letters as numbers, its head at the end, must leave 1 when divided by 97. */
function isAccount(text: string): boolean {
  const bare = text.replaceAll(' ', '')
  if (bare.length < 15 || bare.length > 34) return false
  const numbers = [...`${bare.slice(4)}${bare.slice(0, 4)}`].map(letter => Number.parseInt(letter, 36)).join('')
  return [...numbers].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}
