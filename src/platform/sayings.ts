import type { Found, Sayings } from '../yaml/schema-words.ts'
import type { Words } from '../yaml/tree.ts'
import { isMapping } from '../yaml/tree.ts'
import { nearestName, quoted, whatIs } from '../yaml/words.ts'
import { sharedSayings } from '../yaml/written-values.ts'
import { TOXIPROXY_WORDS } from './schema.ts'

/** Words for what only a platform file can get wrong. */
export const platformSayings: Sayings = {
  ...sharedSayings,
  address: badAddress,
  toxiproxy: badToxiproxy,
  'toxiproxy-choice': badToxiproxyChoice,
  'header-name': badHeaderName,
  'json-path': badJsonPath,
  'json-path-key': badJsonPathKey,
  'json-rule': badJsonRule,
  tenants: badTenants,
  'rate-of-asking': badRateOfAsking,
  'regex-flags': badRegexFlags,
  language: badLanguage,
}

/** Words for what is no `host:port`. */
export function badAddress({ subject, value }: Pick<Found, 'subject' | 'value'>): Words {
  return {
    code: 'BAD_ADDRESS',
    what: `${subject} is ${whatIs(value)}, which is no host and port`,
    why: 'a proxy listens on, and connects to, one host and one port',
    now: 'write it like 127.0.0.1:8080, with a port from 1 to 65535',
  }
}

function badToxiproxy({ subject, value, purpose }: Found): Words {
  const near = typeof value === 'string' ? nearestName(value, TOXIPROXY_WORDS) : undefined
  return {
    code: 'BAD_ADDRESS',
    what: `${subject} is ${whatIs(value)}, which is neither a Toxiproxy that can be started nor a web address`,
    why: purpose,
    now: near === undefined ? TOXIPROXIES : `did you mean ${quoted(near)}?`,
  }
}

function badToxiproxyChoice({ subject, purpose }: Found): Words {
  return {
    code: 'CONTRADICTION',
    what: `${subject} does not say exactly one of "binary" and "container"`,
    why: purpose,
    now: TOXIPROXIES,
  }
}

const TOXIPROXIES =
  'write "embedded", "binary", "container", { binary: /path/to/toxiproxy-server }, { container: image }, or an address such as http://127.0.0.1:8474'

function badHeaderName({ subject }: Found): Words {
  return {
    code: 'BAD_NAME',
    what: `${subject} cannot be the name of an HTTP header`,
    why: 'HTTP allows only letters, digits and a few marks there',
    now: 'write it without spaces, colons or brackets',
  }
}

function badJsonPath({ subject, value }: Found): Words {
  return noPath(`${subject} is ${whatIs(value)}, which`)
}

function badJsonPathKey({ subject }: Found): Words {
  return noPath(subject)
}

function noPath(what: string): Words {
  return {
    code: 'BAD_NAME',
    what: `${what} is no path into an answer`,
    why: 'a path says which value of a JSON answer is meant',
    now: 'write it like $.answer or $.items[0].name',
  }
}

function badTenants({ subject, value, purpose }: Found): Words {
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}`,
    why: purpose,
    now: 'write "all", or a list of tenants such as [acme, globex]',
  }
}

function badJsonRule({ subject, value, purpose }: Found): Words {
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${isMapping(value) ? 'a mapping that holds no rule' : whatIs(value)}`,
    why: purpose,
    now: 'write the value itself, or { contains: text }, { exists: true } or { equals: value }',
  }
}

function badRateOfAsking({ subject, value, purpose }: Found): Words {
  return {
    code: 'WRONG_TYPE',
    what: `${subject} is ${whatIs(value)}, which does not say how many in what time`,
    why: purpose,
    now: typeof value === 'number' ? `write ${value}/s or ${value}/m` : 'write it like 20/s or 600/m',
  }
}

function badRegexFlags({ subject, value, purpose }: Found): Words {
  return {
    code: 'UNKNOWN_VALUE',
    what: `${subject} is ${whatIs(value)}, which holds more than flags`,
    why: purpose,
    now: 'write some of i, m, s and u, or nothing',
  }
}

function badLanguage({ subject, value }: Found): Words {
  return {
    code: 'UNKNOWN_VALUE',
    what: `${subject} is ${whatIs(value)}, which is no language`,
    why: 'languages are named by two letters',
    now: 'write it like en, de or fr',
  }
}
