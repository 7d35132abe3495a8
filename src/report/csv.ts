import type { DrillMeasures } from '../model/measures.ts'
import type { ListedDrill } from './index-page.ts'
import { legible } from './view/legible.ts'

const COLUMNS = [
  'drill',
  'startedAt',
  'scenario',
  'scenarioHash',
  'platform',
  'environment',
  'verdict',
  'rtoState',
  'rtoMs',
  'rtoPrecisionMs',
  'rtoTargetMs',
  'rpoMs',
  'rpoTargetMs',
  'writesAcked',
  'writesLost',
  'qualityBefore',
  'qualityAfter',
  'downtimeMs',
  'degradedMs',
  'leftBehind',
  'findings',
  'report',
] as const

/** All drills of a folder for a spreadsheet: one line each, oldest first, numbers as numbers. */
export function renderDrillsCsv(drills: readonly ListedDrill[]): string {
  const inOrder = drills.toSorted((a, b) => (a.measures.startedAt < b.measures.startedAt ? -1 : 1))
  return [COLUMNS, ...inOrder.map(cells)].map(row => `${row.map(csvCell).join(',')}\r\n`).join('')
}

type Cell = string | number | null | undefined

function cells({ measures, report }: ListedDrill): readonly Cell[] {
  const { rto, rpo, split, rollback, quality } = measures
  return [
    ...identity(measures),
    rto.state,
    rto.achievedMs,
    rto.precisionMs,
    rto.targetMs,
    rpo.achievedMs,
    rpo.targetMs,
    rpo.acked,
    rpo.lost,
    quality?.baseline?.scoreRatio,
    quality?.after?.scoreRatio,
    split.downtimeMs,
    split.degradedMs,
    rollback.leftBehind.length,
    measures.followUps.length,
    report,
  ]
}

function identity({ drill, startedAt, scenario, scenarioHash, platform, environment, verdict }: DrillMeasures) {
  return [drill, startedAt, scenario, scenarioHash, platform, environment, verdict]
}

/** A cell that stays what it is: quoted if it must be, and never a formula, whatever it begins with. */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const plain = legible(value)
  const harmless = /^[\s]*[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain
  return /[",\r\n']|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
