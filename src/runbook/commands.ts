/** The programs that a piece of shell calls, and the files it hands them, as far as that shows without running it. */
export interface Called {
  readonly program: string
  readonly args: readonly string[]
  /** Counted from 1 within the text. */
  readonly line: number
}

/** Cuts shell into simple commands. Where the shell is too clever to be read it says less, never something wrong. */
export function calledIn(text: string): readonly Called[] {
  return simpleCommands(withoutHeredocs(text)).flatMap(({ words, line }) => {
    const first = words.findIndex(word => !/^[A-Za-z_]\w*=/.test(word) && !PREFIXES.includes(word))
    const [program, ...args] = first < 0 ? [] : words.slice(first)
    const isPlain = program !== undefined && /^[\w./+-]+$/.test(program) && !KEYWORDS.includes(program)
    return isPlain ? [{ program, args, line }] : []
  })
}

const PREFIXES: readonly string[] = [
  '!',
  'then',
  'else',
  'do',
  'if',
  'while',
  'until',
  'elif',
  '{',
  '(',
  'time',
  'exec',
  'sudo',
  'nohup',
  'env',
]
const KEYWORDS: readonly string[] = ['fi', 'done', 'esac', 'case', 'for', 'in', 'function', '}', ')', ';;']

/** What the shell itself can do. */
export const BUILTINS: readonly string[] = (
  '. : [ alias bg break cd command continue echo eval exec exit export false fg getopts hash jobs kill local printf pwd read ' +
  'readonly return set shift source test times trap true type ulimit umask unalias unset wait'
).split(' ')

interface Simple {
  readonly words: readonly string[]
  readonly line: number
}

function simpleCommands(text: string): readonly Simple[] {
  const found: Simple[] = []
  let words: string[] = []
  let word: string | undefined
  let quote: string | undefined
  let line = 1
  let began = 1
  const endWord = (): void => {
    if (word !== undefined) words.push(word)
    word = undefined
  }
  const endCommand = (): void => {
    endWord()
    if (words.length > 0) found.push({ words, line: began })
    words = []
  }
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] ?? ''
    if (letter === '\n') line++
    if (quote !== undefined) {
      if (letter === quote) quote = undefined
      else word = (word ?? '') + letter
    } else if (letter === '\\' && text[i + 1] === '\n') {
      i++
      line++
    } else if (letter === '\\') word = (word ?? '') + (text[++i] ?? '')
    else if (letter === "'" || letter === '"') {
      quote = letter
      word ??= ''
    } else if (letter === '#' && word === undefined) {
      while (i + 1 < text.length && text[i + 1] !== '\n') i++
    } else if (/[\n;&|]/.test(letter)) endCommand()
    else if (/\s/.test(letter)) endWord()
    else {
      if (words.length === 0 && word === undefined) began = line
      word = (word ?? '') + letter
    }
  }
  endCommand()
  return found
}

/** What is fed to a command is not itself one. Its lines stay, empty, so that others keep their numbers. */
function withoutHeredocs(text: string): string {
  let until: string | undefined
  return text
    .split('\n')
    .map(line => {
      if (until !== undefined) {
        if (line.trim() === until) until = undefined
        return ''
      }
      until = /<<-?\s*['"]?(\w+)['"]?/.exec(line)?.[1]
      return line.replace(/<<-?\s*['"]?\w+['"]?/, '')
    })
    .join('\n')
}
