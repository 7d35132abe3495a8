import { marked, type Token } from 'marked'

/** A heading of a Markdown file and what stands below it until the next one. Lines count from 1. */
export interface Section {
  readonly title: string
  readonly depth: number
  readonly line: number
  readonly notes: readonly Note[]
  readonly blocks: readonly Block[]
  readonly links: readonly Link[]
  /** Other runbooks that are spoken of by their file's name, without a link. */
  readonly named: readonly Link[]
}

/** A line such as `Owner: data-platform`. */
export interface Note {
  readonly name: NoteName
  readonly value: string
  readonly line: number
  /** How many code blocks of this section stand before it. */
  readonly after: number
}

export interface Block {
  readonly language: string
  readonly text: string
  /** The first line of what is inside it. */
  readonly line: number
}

export interface Link {
  readonly to: string
  readonly line: number
}

const NOTES = ['time box', 'owner', 'expect', 'decide', 'capture', 'only if', 'by hand', 'environment'] as const
export type NoteName = (typeof NOTES)[number]

/** Cuts Markdown at its headings. What stands before the first one belongs to a section without a title. */
export function sectionsOf(text: string): readonly Section[] {
  const sections: Mutable[] = [{ title: '', depth: 0, line: 1, notes: [], blocks: [], links: [], named: [] }]
  let line = 1
  for (const token of marked.lexer(text.replace(/\r\n?/g, '\n'))) {
    const here = sections.at(-1)
    if (token.type === 'heading') {
      sections.push({
        title: String(token.text).trim(),
        depth: Number(token.depth),
        line,
        notes: [],
        blocks: [],
        links: [],
        named: [],
      })
      sections.at(-1)?.links.push(...linksIn(token, line))
    } else if (token.type === 'code') {
      const fenced = /^\s*(```|~~~)/.test(token.raw)
      here?.blocks.push({
        language: String(token.lang ?? '').split(/\s/)[0] ?? '',
        text: String(token.text),
        line: line + (fenced ? 1 : 0),
      })
    } else {
      here?.notes.push(...notesIn(token.raw, line, here.blocks.length))
      here?.links.push(...linksIn(token, line))
      here?.named.push(...namedIn(token.raw, line))
    }
    line += token.raw.split('\n').length - 1
  }
  return sections
}

interface Mutable extends Section {
  readonly notes: Note[]
  readonly blocks: Block[]
  readonly links: Link[]
  readonly named: Link[]
}

// As people write them: in a list or not, in bold or not.
const NOTE = new RegExp(`^\\s*(?:[-*+]\\s+)?[*_]*(${NOTES.join('|')})[*_]*\\s*:[*_]*\\s*(.*)$`, 'i')

function notesIn(raw: string, line: number, after: number): readonly Note[] {
  return raw.split('\n').flatMap((text, i) => {
    const [, name, value = ''] = NOTE.exec(text) ?? []
    const known = NOTES.find(note => note === name?.toLowerCase())
    return known === undefined ? [] : [{ name: known, value: value.trim(), line: line + i, after }]
  })
}

/** `other-runbook.md`, as people write it who do not make a link of it. */
function namedIn(raw: string, line: number): readonly Link[] {
  return raw
    .split('\n')
    .flatMap((text, i) => [...text.matchAll(/`([\w./-]+\.md)`/g)].map(([, to = '']) => ({ to, line: line + i })))
}

function linksIn(token: Token, line: number): readonly Link[] {
  const found: Link[] = []
  marked.walkTokens([token], inner => {
    if (inner.type === 'link' || inner.type === 'image')
      found.push({ to: String(inner.href), line: lineOf(token, inner, line) })
  })
  return found
}

function lineOf(outer: Token, inner: Token, line: number): number {
  const at = outer.raw.indexOf(inner.raw)
  return at < 0 ? line : line + outer.raw.slice(0, at).split('\n').length - 1
}
