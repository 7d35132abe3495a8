import type { HttpRequest } from '../../model/http.ts'
import type { Tenant } from '../../model/sharing.ts'
import { parsed } from '../../probes/answer.ts'

/** One message of a conversation so far. */
export interface Message {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

/** What one turn of a case fills in. */
export interface TurnValues {
  readonly input: string
  readonly id: string
  readonly tenant: Tenant | undefined
  readonly tenantName: string | undefined
  readonly messages: readonly Message[]
  readonly conversation: string | undefined
}

/** A request with everything filled in that a case and its tenant bring. */
export function fillCase(request: HttpRequest, values: TurnValues): HttpRequest {
  const text = (source: string, write: (value: string) => string): string =>
    source.replace(/\$\{(case|tenant)\.([\w-]+)\}/g, (whole, scope: string, name: string) => {
      const value = valueFor(scope, name, values)
      return value === undefined ? whole : write(typeof value === 'string' ? value : JSON.stringify(value))
    })
  return {
    method: request.method,
    url: text(request.url, encodeURIComponent),
    // A header ends where its line does.
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        text(value, said => said.replace(/[\r\n]+/g, ' ')),
      ]),
    ),
    body: request.body === undefined ? undefined : fillBody(request.body, values, text),
  }
}

type FillText = (source: string, write: (value: string) => string) => string

/** Inside JSON a value goes into its own place, whatever quotes it holds; a place that is nothing else takes a list whole. */
function fillBody(body: string, values: TurnValues, text: FillText): string {
  const template = parsed(body)
  if (typeof template !== 'object' || template === null) return text(body, value => value)
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const [, scope, name] = /^\$\{(case|tenant)\.([\w-]+)\}$/.exec(value) ?? []
      const whole = scope === undefined ? undefined : valueFor(scope, name ?? '', values)
      return whole ?? text(value, said => said)
    }
    if (Array.isArray(value)) return value.map(filled)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]))
  }
  return JSON.stringify(filled(template))
}

function valueFor(scope: string, name: string, values: TurnValues): string | readonly Message[] | undefined {
  if (scope === 'tenant') return name === 'key' ? values.tenant?.key : name === 'id' ? values.tenantName : undefined
  switch (name) {
    case 'input':
      return values.input
    case 'id':
      return values.id
    case 'tenant':
      return values.tenantName ?? ''
    case 'messages':
      return values.messages
    case 'conversation':
      return values.conversation ?? ''
    default:
      return undefined
  }
}
