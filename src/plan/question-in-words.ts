import { formatDuration } from '../model/duration.ts'
import type { JsonRule } from '../model/http.ts'
import type { Question, ValueRule } from '../model/question.ts'

/** What a question asks, and what makes its answer right, for people. */
export function questionInWords(question: Question): { readonly asks: string; readonly right: readonly string[] } {
  switch (question.kind) {
    case 'http': {
      const { request, good } = question
      const schema = good.schema === undefined ? [] : ['keeps to its schema']
      const headers = (good.headers ?? []).map(rule => `header ${ruleWords(rule)}`)
      const right = [`status ${good.status}`, ...good.json.map(ruleWords), ...headers, ...schema]
      return { asks: `${request.method} ${request.url}`, right }
    }
    case 'stream': {
      const { request, good } = question
      const text = good.contains === undefined ? [] : [`its text contains ${JSON.stringify(good.contains)}`]
      const first = `a first piece within ${formatDuration(good.firstWithinMs)}`
      const right = [`status ${good.status}`, ...text, first, `ends with ${JSON.stringify(good.ends)}`]
      return { asks: `${request.method} ${request.url}, in pieces,`, right }
    }
    case 'steps':
      return {
        asks: question.steps.map(({ request }) => `${request.method} ${request.url}`).join(', then '),
        right: ['every step as it should be'],
      }
    case 'prometheus':
      return { asks: `Prometheus ${question.request.url}`, right: valueWords(question.good) }
    case 'sql':
      return { asks: `SQL ${question.query}`, right: valueWords(question.good) }
    case 'tcp': {
      const { answer } = question.good
      const right = answer === undefined ? 'somebody listens' : `the answer contains ${JSON.stringify(answer)}`
      return { asks: `TCP ${question.address}`, right: [right] }
    }
    case 'command': {
      const { exit, output } = question.good
      const said = output === undefined ? [] : [`its output contains ${JSON.stringify(output)}`]
      return { asks: `runs ${question.run}`, right: [`exit code ${exit}`, ...said] }
    }
    default:
      return question satisfies never
  }
}

/** What one value of an answer must be, for people. */
export function ruleWords(rule: JsonRule): string {
  switch (rule.kind) {
    case 'equals':
      return `${rule.path} is ${JSON.stringify(rule.value)}`
    case 'contains':
      return `${rule.path} contains ${JSON.stringify(rule.text)}`
    case 'exists':
      return rule.exists ? `${rule.path} is there` : `${rule.path} is not there`
    default:
      return rule satisfies never
  }
}

function valueWords({ value, rows }: { readonly value: ValueRule | undefined; readonly rows: ValueRule | undefined }) {
  const words = (rule: ValueRule) => (rule.kind === 'is' ? JSON.stringify(rule.text) : `${rule.by} ${rule.than}`)
  return [
    ...(value === undefined ? [] : [`the value is ${words(value)}`]),
    ...(rows === undefined ? [] : [`the number of rows is ${words(rows)}`]),
  ]
}
