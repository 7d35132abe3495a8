import { hash } from 'node:crypto'

/** A UUID that belongs to a name: the same each time. */
export function uuidOf(name: string): string {
  return hash('sha256', name, 'hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-a$4-$5')
}
