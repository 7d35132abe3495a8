/** The language of a text by its script, else by its small words; undefined if it is too short to tell. */
export function languageOf(text: string): string | undefined {
  const sample = text.slice(0, 5000)
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  if (letters < 2) return undefined
  const script = SCRIPTS.find(([, pattern]) => (sample.match(pattern)?.length ?? 0) / letters > 0.3)
  if (script !== undefined) return script[0]
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? []
  const ranked = Object.entries(SMALL_WORDS)
    .map(([language, known]) => ({ language, hits: words.filter(word => known.has(word)).length }))
    .sort((a, b) => b.hits - a.hits)
  const [best, second] = ranked
  // Two small words, and more of them than any other language has.
  return best !== undefined && best.hits >= 2 && best.hits > (second?.hits ?? 0) ? best.language : undefined
}

// Japanese before Chinese: it uses Chinese characters too, but Chinese has no kana.
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
]

const wordsOf = (text: string) => new Set(text.split(' '))

const SMALL_WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: wordsOf('the and of to is are you it that for with be this have on as not can your by we or from within will'),
  de: wordsOf(
    'der die das und ist sind sie es nicht mit ein eine für auf den dem zu im von wir oder kann ihre innerhalb',
  ),
  fr: wordsOf('le la les et est sont vous il ne pas avec un une pour sur des du nous ou dans votre que qui au'),
  es: wordsOf('el la los las y es son usted no con un una para en de del nosotros o su que por se al'),
  it: wordsOf('il lo gli e è sono non con un una per su di del noi o nel che si al della dei'),
  nl: wordsOf('de het en is zijn u niet met een voor op van wij of kan uw binnen dat te in'),
  pt: wordsOf('o os as e é são você não com um uma para em do da nós ou que por se ao dos'),
}
