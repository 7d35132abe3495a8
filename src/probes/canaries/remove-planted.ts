import type { HttpRequest } from '../../model/http.ts'
import { listed } from '../../model/listed.ts'
import type { CanaryDeed, PlantedText } from '../../model/sharing.ts'
import type { Clock, World } from '../../model/world.ts'
import { parsed } from '../answer.ts'
import { stepsOf } from '../json-path.ts'
import { type DeedAnswer, type DeedWorld, mentionsId, performCanaryDeed } from './canary-deed.ts'

/** What became of the texts of one place. */
export interface Removed {
  /** How many were there and are taken away. */
  readonly removed: number
  /** How many were not there any more, or never. */
  readonly gone: number
  /** Whose may still be there, and why. */
  readonly left: readonly { readonly tenant: string; readonly why: string }[]
}

/** How the platform is reached by whoever takes texts away, perhaps long after, from another shell. */
export interface RemovalMeans extends DeedWorld {
  readonly clock: Clock
  /** Where the part behind an address of ours listens itself; undefined where no proxy of ours stands at that address. */
  origin(url: string): string | undefined
}

// As many as hid them; a platform that is just getting well is not to be flooded.
const AT_ONCE = 8
const DEED_LIMIT_MS = 5000
const LOOKS = 3
const LOOK_EVERY_MS = 500

/** Takes away what tenants have hidden in one place, each with its own key. What is not there is as good as taken away. */
export async function removePlanted(means: RemovalMeans, texts: readonly PlantedText[]): Promise<Removed> {
  const world = { ...means, http: throughOrAround(means) }
  const left: { readonly tenant: string; readonly why: string }[] = []
  let removed = 0
  let gone = 0
  let silent = 0
  let next = 0
  const worker = async (): Promise<void> => {
    for (let text = texts[next++]; text !== undefined; text = texts[next++]) {
      const { tenant } = text
      // Who hangs for so many hangs for all: a thousand tenants must not cost a thousand times our patience.
      if (silent >= AT_ONCE) {
        left.push({ tenant, why: 'not asked any more' })
        continue
      }
      const { state, detail } = await removeOne(world, text)
      silent = state === 'silent' ? silent + 1 : 0
      if (state === 'done') removed++
      else if (state === 'gone') gone++
      else left.push({ tenant, why: detail })
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, texts.length) }, worker))
  return { removed, gone, left }
}

/** Whose texts are left, and why, in so few words that a thousand tenants fit. */
export function leftInWords({ left }: Removed): string {
  const first = left.slice(0, MOST_NAMED).map(({ tenant, why }) => `${tenant} (${why})`)
  return listed(left.length > MOST_NAMED ? [...first, `${left.length - MOST_NAMED} more`] : first)
}

const MOST_NAMED = 3

/** Our own proxy may have gone with the drill that stood it there; the platform behind it has not. */
function throughOrAround({ http, origin }: RemovalMeans): World['http'] {
  return {
    async send(request, options) {
      const outcome = await http.send(request, options)
      const around = outcome.kind === 'failed' ? origin(request.url) : undefined
      return around === undefined ? outcome : http.send({ ...request, url: around }, options)
    },
  }
}

async function removeOne(
  world: Omit<RemovalMeans, 'origin'>,
  text: PlantedText,
): Promise<Pick<DeedAnswer, 'state' | 'detail'>> {
  const { remove, canary, named } = text
  if (!mentionsId(remove)) return perform(world, remove, { canary })
  if (text.id !== undefined) return perform(world, remove, { canary, id: text.id })
  // It died between hiding it and hearing by which name. Whoever finds nothing there has nothing to take away.
  if (named?.look === undefined) {
    return { state: 'failed', detail: `nobody heard by which name ${canary} can be removed` }
  }
  const found = await nameOf(world, named.look, { canary, idAt: named.idAt })
  return 'state' in found ? found : perform(world, remove, { canary, id: found.id })
}

async function perform(
  world: Omit<RemovalMeans, 'origin'>,
  remove: CanaryDeed,
  values: Readonly<Record<string, string>>,
): Promise<Pick<DeedAnswer, 'state' | 'detail'>> {
  return performCanaryDeed(world, remove, values, DEED_LIMIT_MS)
}

/** Asks as its owner for what it may see, and takes the name that stands beside its text. */
async function nameOf(
  { http, clock }: Pick<RemovalMeans, 'http' | 'clock'>,
  look: HttpRequest,
  { canary, idAt }: { readonly canary: string; readonly idAt: string | undefined },
): Promise<{ readonly id: string } | Pick<DeedAnswer, 'state' | 'detail'>> {
  for (let looks = 1; ; looks++) {
    const outcome = await http.send(look, { timeoutMs: DEED_LIMIT_MS })
    if (outcome.kind === 'failed') return { state: 'silent', detail: outcome.detail }
    if (outcome.status >= 300) return { state: 'failed', detail: `status ${outcome.status} to who looks for it` }
    if (outcome.body.includes(canary)) {
      const key = stepsOf(idAt ?? '').at(-1) ?? ''
      const id = nameBeside(parsed(outcome.body), canary, key)
      const detail = `its owner is shown ${canary}, but not by which name it can be removed`
      return id === undefined ? { state: 'failed', detail } : { id }
    }
    if (looks === LOOKS) return { state: 'gone', detail: 'its owner is not shown it' }
    // What is indexed later is found a moment after it was hidden.
    await clock.sleep(LOOK_EVERY_MS)
  }
}

/** The name of the innermost thing that holds a text. */
function nameBeside(value: unknown, canary: string, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const part of Object.values(value)) {
    const inner = nameBeside(part, canary, key)
    if (inner !== undefined) return inner
  }
  const own = Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined
  const holds = Object.values(value).some(part => typeof part === 'string' && part.includes(canary))
  return holds && (typeof own === 'string' || typeof own === 'number') ? String(own) : undefined
}
