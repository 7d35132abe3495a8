import type { DrillEvent } from '../../model/event.ts'
import type { PlantedText } from '../../model/sharing.ts'
import type { Undo } from '../../model/undo.ts'

/** What tenants have hidden, by where they have hidden it, as long as nothing says that it was taken away again. */
export interface PlantedFold {
  see(event: DrillEvent): void
  /** What takes away all that is hidden in a place; undefined where nothing is. */
  undoOf(place: string): Undo | undefined
  /** Why they could not be taken away when somebody last tried. */
  whyStill(place: string): string | undefined
  /** A store was put back to where all of it was there: what was taken away may have come back. */
  cameBack(): void
}

export function plantedFold(): PlantedFold {
  const places = new Map<string, Map<string, PlantedText>>()
  const removed = new Map<string, readonly PlantedText[]>()
  // Asked for far more often than anything is hidden.
  const known = new Map<string, Undo>()
  const troubles = new Map<string, string>()

  const change = (place: string, act: (texts: Map<string, PlantedText>) => void): void => {
    const texts = places.get(place) ?? new Map<string, PlantedText>()
    act(texts)
    places.set(place, texts)
    known.delete(place)
  }
  return {
    see(event) {
      switch (event.type) {
        case 'canary.intended': {
          const { undo } = event
          if (undo.kind !== 'canary.remove') break
          change(event.place, texts => {
            for (const text of undo.texts) texts.set(text.tenant, text)
          })
          break
        }
        case 'canary.named':
          change(event.place, texts => {
            const text = texts.get(event.tenant)
            if (text !== undefined) texts.set(event.tenant, { ...text, id: event.id })
          })
          break
        case 'canary.planted':
          if (event.refused === true) change(event.place, texts => texts.delete(event.tenant))
          break
        case 'canary.removed':
          if (event.outcome.state === 'failed') troubles.set(event.place, event.outcome.detail)
          else {
            change(event.place, texts => {
              removed.set(event.place, [...texts.values()])
              texts.clear()
            })
          }
          break
      }
    },
    cameBack() {
      for (const [place, texts] of removed) {
        change(place, still => {
          for (const text of texts) still.set(text.tenant, text)
        })
      }
    },
    whyStill: place => troubles.get(place),
    undoOf(place) {
      const texts = places.get(place)
      if (texts === undefined || texts.size === 0) return undefined
      const undo = known.get(place) ?? { kind: 'canary.remove', place, texts: [...texts.values()] }
      known.set(place, undo)
      return undo
    },
  }
}
