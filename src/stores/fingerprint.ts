import { rowNumber } from './row-hash.ts'
import type { Fingerprint, Store, StoreRow } from './store.ts'

/** What stands for everything a store holds, made by itself where it can, else by reading every row once. */
export async function fingerprint(store: Store): Promise<Fingerprint> {
  if (store.fingerprint !== undefined) return store.fingerprint()
  const sum = fingerprintFold()
  for await (const rows of store.scan()) for (const row of rows) sum.see(row)
  return sum.fingerprint()
}

/** Adds rows up as they pass: nothing is kept of them. */
export function fingerprintFold(): { see(row: StoreRow): void; fingerprint(): Fingerprint } {
  const sums = new Map<string, bigint>()
  let rows = 0
  return {
    see(row) {
      rows++
      const tenant = row.tenant ?? ''
      sums.set(tenant, BigInt.asUintN(64, (sums.get(tenant) ?? 0n) + rowNumber(row)))
    },
    fingerprint: () => ({
      rows,
      tenants: Object.fromEntries(
        [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([t, sum]) => [t, sum.toString(16)]),
      ),
    }),
  }
}

/** Whether two fingerprints, made in the same way, are of the same rows. */
export function sameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  const names = Object.keys(a.tenants)
  return (
    a.rows === b.rows &&
    names.length === Object.keys(b.tenants).length &&
    names.every(name => a.tenants[name] === b.tenants[name])
  )
}
