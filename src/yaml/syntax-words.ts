import type { YAMLError } from 'yaml'
import type { Words } from './tree.ts'

/** One complaint of the YAML library in our words; `line` and `column` are where it is shown. */
export function syntaxWords(error: YAMLError, line: string, column: number): Words {
  const [what, why, now] = sentences(error, line, column)
  return { code: 'YAML_SYNTAX', what, why, now }
}

/** What is said of anything that stands where nothing can. */
export const NOT_BELONGING: Words = {
  code: 'YAML_SYNTAX',
  what: 'something stands here that does not belong to the value before it',
  why: 'YAML cannot tell what it is part of',
  now: 'put values with special characters in quotes; check that brackets and quotes are closed',
}

/** What is said of `{ url: ${agent}/health }`. */
export const PLACEHOLDER_IN_BRACES: Words = {
  code: 'YAML_SYNTAX',
  what: `a value with \${…} stands without quotes inside { } or [ ]`,
  why: 'there YAML reads its braces as a mapping',
  now: 'put the whole value in double quotes',
}

/** What is said of a file whose nesting exhausts the reader. */
export const TOO_DEEP: Words = {
  code: 'YAML_SYNTAX',
  what: 'the file is nested too deep to be read',
  why: 'nothing that is read here nests that deep',
  now: 'check its brackets and its indentation',
}

function sentences(
  { code, message }: YAMLError,
  line: string,
  column: number,
): readonly [what: string, why: string, now: string] {
  switch (code) {
    case 'TAB_AS_INDENT':
      return ['this line is indented with a tab', 'YAML allows only spaces there', 'replace the tab with spaces']
    case 'BAD_INDENT':
      return message.includes('end with a')
        ? unclosed(message.endsWith('}') ? '{' : '[')
        : [
            'this line is indented differently from the lines it belongs to',
            'in YAML the indentation says what belongs to what',
            'let it start in the same column as its neighbours',
          ]
    case 'MISSING_CHAR':
      return missing(message, line)
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      if (!/:(\s|$)/.test(line.slice(column - 1))) return deeperThanItsKey()
      return [
        'there is a second ": " where a value should be',
        'it would start a mapping inside the line',
        'put a value that contains ": " in quotes, or start the inner mapping on a line of its own',
      ]
    case 'BLOCK_IN_FLOW':
      return [
        'inside { } or [ ] something starts here without a comma before it, or without brackets of its own',
        'inside brackets entries are separated by commas, and only brackets nest',
        'add the comma or the brackets',
      ]
    case 'BAD_SCALAR_START':
      return [
        'this value starts with a character that YAML keeps for itself',
        'a plain value cannot start with @, ` or %',
        'put the value in quotes',
      ]
    case 'BAD_DQ_ESCAPE':
      return [
        'this backslash sequence means nothing inside double quotes',
        'there a backslash always starts an escape',
        'double the backslash, or use single quotes',
      ]
    case 'NON_STRING_KEY':
      return ['this key is not plain text', 'only plain text can name a setting', 'write a word and a colon']
    case 'MULTIPLE_DOCS':
      return ['a second document starts here', 'one file describes one thing', 'remove the "---", or use two files']
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_COLLECTION_TYPE':
    case 'MULTIPLE_TAGS':
      return [
        'the tag (a word that starts with "!") is not understood here',
        'no tags are needed in this file',
        `remove it; to read an environment variable write \${env.NAME}`,
      ]
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
    case 'MULTIPLE_ANCHORS':
      return [
        'this anchor ("&") or alias ("*") is not written properly',
        'a plain value cannot start with these characters',
        'put the value in quotes if no anchor is meant',
      ]
    case 'BAD_DIRECTIVE':
      return ['this "%" line is not understood', 'no directives are needed in this file', 'remove the line']
    default:
      return [NOT_BELONGING.what, NOT_BELONGING.why, NOT_BELONGING.now]
  }
}

function missing(message: string, line: string): readonly [string, string, string] {
  if (message.includes('closing')) {
    return [
      'this quote is never closed',
      'everything after it became part of the text',
      'put the same quote where the text should end',
    ]
  }
  if (message.includes('end with a')) return unclosed(message.endsWith('}') ? '{' : '[')
  if (message.includes('Sequence item')) {
    return [
      'this line stands where the next "- " of a list should be',
      'in YAML the indentation says what belongs to what',
      'indent it like the rest of its entry',
    ]
  }
  if (message.includes('Implicit map keys')) {
    return [
      `${JSON.stringify(line.trim().slice(0, 40))} has no colon`,
      'every line of a mapping is a key, a colon and a value',
      'write "key: value"',
    ]
  }
  if (message.includes('Missing ,')) {
    return ['a comma is missing here', 'entries inside { } or [ ] are separated by commas', 'put a comma before it']
  }
  return ['a space is missing here', 'YAML needs it to tell the parts of the line apart', 'put a space before it']
}

function unclosed(bracket: '{' | '['): readonly [string, string, string] {
  const closing = bracket === '{' ? '}' : ']'
  return [
    `a "${bracket}" above is not closed before this line`,
    'everything up to its end would belong to it',
    `put a "${closing}" where it should end`,
  ]
}

function deeperThanItsKey(): readonly [string, string, string] {
  return [
    'the next line is indented deeper than this one, as if it went on with this value',
    'in YAML the indentation says what belongs to what',
    'let both lines start in the same column',
  ]
}
