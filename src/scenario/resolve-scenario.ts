import { parseDuration } from '../model/duration.ts'
import type { Fault } from '../model/fault.ts'
import { type GatePlan, type PartTarget, type Recovery, type Scenario, TARGET_SUBJECTS } from '../model/scenario.ts'
import type { WrittenPlatform } from '../platform/schema.ts'
import type { Parsed, Resolved } from '../yaml/tree.ts'
import { inOrder, isMapping } from '../yaml/tree.ts'
import { hashOf } from './hash.ts'
import { resolveFault } from './resolve/resolve-fault.ts'
import { resolveGuard } from './resolve/resolve-guard.ts'
import { resolveIsolation } from './resolve/resolve-isolation.ts'
import { blastProblems } from './rules/blast-rules.ts'
import { nameProblems } from './rules/name-rules.ts'
import type { WrittenScenario } from './schema.ts'
import { resolveAfter } from './schemas/after-schema.ts'
import { resolveGoldenGate } from './schemas/golden-schema.ts'

/** Holds a scenario against its platform and fills in all it left unsaid. Of files with problems it finds the rest of the problems. */
export function resolveScenario(
  scenario: Parsed<WrittenScenario>,
  platform: Parsed<WrittenPlatform>,
): Resolved<Scenario> {
  const names =
    scenario.tree !== undefined && isMapping(platform.tree?.value) ? nameProblems(scenario.tree, platform.tree) : []
  const problems = [...(scenario.ok ? [] : scenario.problems), ...names]
  if (!scenario.ok || problems.length > 0) return { ok: false, problems: inOrder(problems) }
  const value = resolved(scenario.value, scenario.tree.file)
  const blast = platform.ok ? blastProblems(scenario.tree, value, platform.value) : []
  return blast.length > 0 ? { ok: false, problems: inOrder(blast) } : { ok: true, value }
}

function resolved(written: WrittenScenario, file: string): Scenario {
  const targets = { rtoMs: ms(written.targets.rto), rpoMs: ms(written.targets.rpo) }
  const faults = written.faults.map(resolveFault)
  const meaning = {
    class: written.class,
    faults,
    expect: { degraded: written.expect?.degraded, signals: written.expect?.signals ?? [] },
    recovery: resolveRecovery(written.recovery),
    targets,
    isolation: resolveIsolation(written.targets.isolation),
    after: resolveAfter(written.targets.after),
    partTargets: partTargets(written.targets),
    rtoUntil: written.rto?.until ?? 'verified',
    gates: resolveGates(written.gates ?? {}),
    guards: (written.guards ?? []).map(resolveGuard),
    baselineMs: ms(written.baseline) ?? 3000,
    deadlineMs: ms(written.deadline) ?? usualDeadlineMs(faults, targets.rtoMs),
  }
  // Prose may be mended without making two runs incomparable; the platform's options may not be changed.
  const hash = hashOf({ ...meaning, options: written.options ?? {} })
  // What is thought of it beforehand changes nothing about the drill either.
  const verdict = written.expect?.verdict
  const expect = verdict === undefined ? meaning.expect : { ...meaning.expect, verdict }
  return { id: idOf(file), title: written.scenario, file, why: written.why, hash, ...meaning, expect }
}

function resolveRecovery(written: WrittenScenario['recovery']): Recovery {
  if (written === undefined || written === 'automatic') return { kind: 'automatic' }
  return { kind: 'runbook', file: written.runbook, decisions: written.decisions ?? {} }
}

/** Late enough that a recovery three times slower than claimed is still measured, and that the last step is well behind. */
function usualDeadlineMs(faults: readonly Fault[], rtoMs: number | undefined): number {
  const lastMs = Math.max(...faults.map(({ atMs, forMs }) => atMs + (forMs ?? 0)))
  return Math.max(3 * (rtoMs ?? 20_000), lastMs + 10_000)
}

/** What is claimed of single parts, one line each. */
function partTargets({ journeys, components, tenants, ledgers }: WrittenScenario['targets']): readonly PartTarget[] {
  const claims = { journey: journeys, component: components, tenant: tenants, ledger: ledgers } as const
  return TARGET_SUBJECTS.flatMap(of =>
    Object.entries<{ readonly rto?: string | undefined; readonly rpo?: string | undefined }>(claims[of] ?? {}).map(
      ([name, { rto, rpo }]) => ({ of, name, rtoMs: ms(rto), rpoMs: ms(rpo) }),
    ),
  )
}

function resolveGates({ smoke = [], integrity = [], golden }: NonNullable<WrittenScenario['gates']>): GatePlan {
  return { smoke, integrity, golden: golden && resolveGoldenGate(golden) }
}

/** The file's name without folders and ending, as far as it can name a folder of its own. */
function idOf(file: string): string {
  const name = file.split(/[\\/]/).at(-1) ?? ''
  const id = name
    .replace(/\.ya?ml$/i, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
  return id === '' ? 'scenario' : id
}

function ms(written: string | undefined): number | undefined {
  return written === undefined ? undefined : parseDuration(written)
}
