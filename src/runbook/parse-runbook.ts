import { parseDuration } from '../model/duration.ts'
import type { Problem } from '../model/problem.ts'
import type { Capture, Condition, Decision, Expectation, Runbook, RunbookCommand, RunbookStep } from './runbook.ts'
import { type Link, type Note, type NoteName, type Section, sectionsOf } from './sections.ts'

/** What a runbook file says, and everything in it that cannot be followed as it is written. */
export interface ParsedRunbook {
  readonly runbook: Runbook
  readonly links: readonly Link[]
  readonly problems: readonly Problem[]
}

/** Reads a runbook: headings are steps, fenced shell blocks are commands, and a few lines in plain words say the rest. */
export function parseRunbook(file: string, text: string): ParsedRunbook {
  const sections = sectionsOf(text)
  const problems: Problem[] = []
  const complain = (line: number, words: Omit<Problem, 'file' | 'line' | 'column'>): void => {
    problems.push({ file, line, column: 1, ...words })
  }
  // Said above the first step, it is meant of all of them.
  const above = sections.slice(0, Math.max(0, sections.findIndex(isStep)))
  const owner = above.flatMap(({ notes }) => valuesOf(notes, 'owner'))[0]
  const steps = sections.filter(isStep).map(section => {
    const step = stepOf(section, complain)
    return { ...step, owner: step.owner ?? owner }
  })
  const environment = sections
    .flatMap(({ notes }) => valuesOf(notes, 'environment'))
    .flatMap(value => value.match(/[A-Za-z_]\w*/g) ?? [])
  const title = sections.find(section => section.depth > 0)?.title ?? file
  if (steps.length === 0) complain(1, NOTHING)
  conditionsAreDecided(steps, complain)
  const links = sections.flatMap(section => [...section.links, ...section.named])
  return { runbook: { file, title, environment: [...new Set(environment)], steps }, links, problems }
}

type Complain = (line: number, words: Omit<Problem, 'file' | 'line' | 'column'>) => void

const SHELLS: readonly string[] = ['sh', 'bash', 'shell', 'console', 'zsh', 'shell-session']

function isStep({ blocks, notes }: Section): boolean {
  return blocks.some(isShell) || notes.some(({ name }) => name === 'decide' || name === 'by hand')
}

function isShell({ language }: { readonly language: string }): boolean {
  return SHELLS.includes(language.toLowerCase())
}

function stepOf(section: Section, complain: Complain): RunbookStep {
  const { title, line, notes, blocks } = section
  const first = (name: NoteName) => notes.find(note => note.name === name)
  const [box, owner, decide, onlyIf] = [first('time box'), first('owner'), first('decide'), first('only if')]
  const shells = blocks.filter(isShell)
  // What is expected stands below its block; above the first one it means that.
  const belonging = (block: number) =>
    notes.filter(({ after }) => {
      const before = blocks.slice(0, after).filter(isShell).length
      return Math.max(0, before - 1) === block
    })
  return {
    title: title === '' ? 'the beginning' : title,
    line,
    owner: owner?.value,
    boxMs: box && boxOf(box, complain),
    onlyIf: onlyIf && conditionOf(onlyIf, complain),
    decide: decide && decisionOf(decide, decide.after > 0 && shells.length > 0 ? 'after' : 'before', complain),
    byHand: first('by hand')?.value,
    commands: shells.map((block, i) => commandOf(block, belonging(i), complain)),
  }
}

function commandOf(
  block: { readonly language: string; readonly text: string; readonly line: number },
  notes: readonly Note[],
  complain: Complain,
): RunbookCommand {
  const said = notes.filter(({ name }) => name === 'expect')
  const [code] = said.flatMap(({ value }) => /^exit(?: code)? (\d+)$/i.exec(value)?.[1] ?? [])
  return {
    line: block.line,
    shell: block.language.toLowerCase() === 'bash' ? 'bash' : 'sh',
    text: withoutPrompts(block),
    exitCode: code === undefined ? 0 : Number(code),
    expect: said.filter(({ value }) => !/^exit(?: code)? \d+$/i.test(value)).map(note => expectationOf(note, complain)),
    capture: notes.filter(({ name }) => name === 'capture').flatMap(note => captureOf(note, complain) ?? []),
  }
}

/** What a terminal showed: lines with a prompt were typed, the others were answers. */
function withoutPrompts({ language, text }: { readonly language: string; readonly text: string }): string {
  const lines = text.split('\n')
  const isSession = /^(console|shell-session)$/i.test(language) || lines.every(line => /^(\$ |\s*$)/.test(line))
  const typed = lines.filter(line => /^[$#] /.test(line))
  return isSession && typed.length > 0 ? typed.map(line => line.slice(2)).join('\n') : text
}

function boxOf({ value, line }: Note, complain: Complain): number | undefined {
  const short = value
    .toLowerCase()
    .replace(
      /(\d)\s*(milliseconds?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?)\b/g,
      (_, digit, unit) => `${digit}${SHORT[unit.slice(0, 2)] ?? unit}`,
    )
    .replace(/\s+/g, '')
  const ms = parseDuration(short)
  if (ms === undefined) {
    complain(line, {
      code: 'BAD_DURATION',
      what: `the time box ${JSON.stringify(value)} is not a duration`,
      why: 'without it nobody knows when a step takes too long',
      now: 'write it like 90s, 10m or 1h30m',
    })
  }
  return ms
}

const SHORT: Readonly<Record<string, string>> = { mi: 'm', se: 's', ho: 'h', hr: 'h', da: 'd' }

function expectationOf({ value, line }: Note, complain: Complain): Expectation {
  const [, pattern, flags = ''] = /^\/(.+)\/([a-z]*)$/.exec(value) ?? []
  if (pattern === undefined) return { kind: 'text', text: value.replace(/^[`"'](.*)[`"']$/, '$1') }
  if (!isPattern(pattern, flags)) complain(line, badPattern(value))
  return { kind: 'pattern', pattern, flags }
}

function captureOf({ value, line }: Note, complain: Complain): Capture | undefined {
  const [, name, pattern] = /^`?([A-Za-z_]\w*)`?(?:\s*(?:=|from)\s*\/(.+)\/)?$/.exec(value) ?? []
  if (name === undefined) {
    complain(line, {
      code: 'WRONG_TYPE',
      what: `${JSON.stringify(value)} does not say what is captured`,
      why: 'later commands would not find it in their environment',
      now: 'write it like SNAPSHOT for the last line, or SNAPSHOT from /snapshot (\\S+)/',
    })
    return undefined
  }
  if (pattern !== undefined && !isPattern(pattern, '')) complain(line, badPattern(pattern))
  return { name, pattern }
}

function decisionOf({ value, line }: Note, asked: Decision['asked'], complain: Complain): Decision {
  const [, name = 'DECISION', rest = value] = /^([A-Z_][A-Z0-9_]*)\s*:\s*(.*)$/.exec(value) ?? []
  const [, question = rest, answers = 'yes / no'] = /^(.*?)\s*\(([^()]*\/[^()]*)\)\s*$/.exec(rest) ?? []
  if (question === '') {
    complain(line, {
      code: 'WRONG_TYPE',
      what: 'a decision has no question',
      why: 'somebody will have to answer it at three in the morning',
      now: 'write it like "Decide: WAY: Which way back? (restore / rebuild)"',
    })
  }
  return { name, question, answers: answers.split('/').map(answer => answer.trim()), asked }
}

function conditionOf({ value, line }: Note, complain: Complain): Condition | undefined {
  const [, name, is] = /^`?([A-Za-z_]\w*)`?\s*(?:is|=|==)\s*`?(.+?)`?$/.exec(value) ?? []
  if (name !== undefined && is !== undefined) return { name, is }
  complain(line, {
    code: 'WRONG_TYPE',
    what: `${JSON.stringify(value)} is not a condition`,
    why: 'nobody could tell whether the step is to be done',
    now: 'write it like "Only if: WAY is rebuild"',
  })
  return undefined
}

function conditionsAreDecided(steps: readonly RunbookStep[], complain: Complain): void {
  const known = new Map<string, readonly string[] | undefined>()
  for (const { onlyIf, line, decide, commands } of steps) {
    if (onlyIf !== undefined) {
      const answers = known.get(onlyIf.name)
      if (!known.has(onlyIf.name) || (answers !== undefined && !answers.includes(onlyIf.is))) {
        complain(line, {
          code: 'UNKNOWN_NAME',
          what: `nothing above decides that ${onlyIf.name} is ${JSON.stringify(onlyIf.is)}`,
          why: 'the step would never be done',
          now:
            answers === undefined
              ? 'decide or capture it in a step before this one'
              : `write one of ${answers.join(', ')}`,
        })
      }
    }
    if (decide !== undefined) known.set(decide.name, decide.answers)
    for (const { capture } of commands) for (const { name } of capture) known.set(name, undefined)
  }
}

function valuesOf(notes: readonly Note[], name: NoteName): readonly string[] {
  return notes.filter(note => note.name === name).map(({ value }) => value)
}

function isPattern(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags)
    return true
  } catch {
    return false
  }
}

function badPattern(value: string) {
  return {
    code: 'WRONG_TYPE' as const,
    what: `${JSON.stringify(value)} is not a pattern`,
    why: 'nothing could ever match it',
    now: 'write a regular expression between slashes, or plain text without them',
  }
}

const NOTHING = {
  code: 'MISSING_KEY',
  what: 'there is no step in this runbook',
  why: 'a runbook without commands, decisions or anything to do by hand cannot be followed',
  now: 'put commands into fenced blocks marked sh or bash below a heading, or write "By hand:" and what to do',
} as const
