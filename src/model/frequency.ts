const PER = { s: 1, m: 60, h: 3600 } as const

/** `200/s`, `30/m` as so many a second; undefined if it is nothing of the kind. */
export function parseFrequency(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(text) ?? []
  if (amount === undefined || unit === undefined) return undefined
  return Number(amount) / PER[unit as keyof typeof PER]
}

/** So many a second as people write it: `200/s`, `30/m`. */
export function formatFrequency(perSecond: number): string {
  const unit = perSecond >= 1 || perSecond === 0 ? 's' : perSecond * PER.m >= 1 ? 'm' : 'h'
  return `${Number((perSecond * PER[unit]).toFixed(1))}/${unit}`
}
