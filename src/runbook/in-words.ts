import { formatDuration } from '../model/duration.ts'
import type { Expectation, Runbook, RunbookStep } from './runbook.ts'

/** What following a runbook would do, for somebody who wants to see it before it runs. */
export function runbookInWords({ title, file, environment, steps }: Runbook): string {
  const head = [
    title,
    `${file}: ${steps.length === 1 ? '1 step' : `${steps.length} steps`}`,
    ...(environment.length === 0 ? [] : [`Its commands are given ${environment.join(', ')}.`]),
  ]
  return [head.join('\n'), ...steps.map(stepInWords)].join('\n\n')
}

function stepInWords(step: RunbookStep, index: number): string {
  const { title, owner, boxMs, onlyIf, decide, byHand, commands } = step
  const who = [owner, boxMs === undefined ? undefined : `within ${formatDuration(boxMs)}`].filter(
    each => each !== undefined,
  )
  return [
    `${index + 1}. ${title}${who.length === 0 ? '' : ` (${who.join(', ')})`}`,
    ...(onlyIf === undefined ? [] : [`   only if ${onlyIf.name} is ${onlyIf.is}`]),
    ...(decide === undefined ? [] : [`   asks: ${decide.question} (${decide.answers.join(' / ')})`]),
    ...(byHand === undefined ? [] : [`   by hand: ${byHand}`]),
    ...commands.flatMap(({ text, expect, exitCode, capture }) => [
      ...text.split('\n').map(line => `   $ ${line}`),
      ...(exitCode === 0 ? [] : [`   must end with exit code ${exitCode}`]),
      ...expect.map(each => `   must show ${expectationInWords(each)}`),
      ...capture.map(({ name }) => `   keeps ${name} for later steps`),
    ]),
  ].join('\n')
}

function expectationInWords(expectation: Expectation): string {
  return expectation.kind === 'text' ? JSON.stringify(expectation.text) : `/${expectation.pattern}/${expectation.flags}`
}
