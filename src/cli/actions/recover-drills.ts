import { resolve } from 'node:path'
import { messageOf } from '../../model/error.ts'
import { type Recovered, recoverDrill } from '../../run/afterwards/recover.ts'
import { drillFolder, drillFolders, lockedFolders } from '../../run/paper/drills.ts'
import { measureDrill, writeReports } from '../../run/paper/reports.ts'
import type { Desk } from '../desk.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'

/** Looks after one drill, or after all of them. */
export async function recoverDrills(
  desk: Desk,
  drill: string | undefined,
  options: { readonly out: string },
): Promise<ExitCode> {
  const { files } = desk.world
  const out = resolve(desk.cwd, options.out)
  if (drill !== undefined) return recoverAll(desk, [await drillFolder(files, out, drill)], out)
  // A drill kept elsewhere may hold a platform as well: who asks what is left means all of it.
  const elsewhere = await lockedFolders(desk.world, desk.lockDir)
  return recoverAll(desk, [...new Set([...(await drillFolders(files, out)), ...elsewhere])], out)
}

async function recoverAll(desk: Desk, dirs: readonly string[], out: string): Promise<ExitCode> {
  const found: Recovered[] = []
  let unreadable = 0
  for (const dir of dirs) {
    try {
      const recovered = await recoverDrill(desk.world, desk.means, dir)
      found.push(recovered)
      tell(desk, recovered)
      if (recovered.state === 'recovered' || recovered.state === 'left-behind') await reportAgain(desk, dir)
    } catch (error) {
      unreadable++
      desk.err.write(`${dir}: ${messageOf(error)}\n`)
    }
  }
  const left = found.filter(recovered => recovered.state === 'left-behind')
  if (left.length === 0 && unreadable === 0) desk.out.write(`${summary(found, out)}\n`)
  return left.length > 0 || unreadable > 0 ? EXIT.leftBehind : EXIT.passed
}

function tell({ out, err }: Desk, { drill, state, undone, looked, left }: Recovered): void {
  if (state === 'running') err.write(`${drill}: still running; stop it with Ctrl-C in its own terminal\n`)
  if (state === 'recovered')
    out.write(`${drill}: put back ${undone}; looked at ${looked.join(', ') || 'nothing that still exists'}\n`)
  if (state !== 'left-behind') return
  err.write(`${drill}: SOMETHING IS LEFT\n`)
  for (const { where, what, command } of left) err.write(`  ${what} on ${where}; to remove it: ${command}\n`)
}

function summary(found: readonly Recovered[], out: string): string {
  if (found.length === 0)
    return `Nothing left: there are no drills in ${out}, and none holds a platform on this machine.`
  const looked = [...new Set(found.flatMap(recovered => recovered.looked))]
  const running = found.filter(recovered => recovered.state === 'running').length
  const places = looked.length === 0 ? 'all their servers and processes are gone' : `looked at ${looked.join(', ')}`
  const rest = running === 0 ? '' : ` ${running} still running.`
  return `Nothing left of ${found.length - running} drills in ${out}: ${places}.${rest}`
}

async function reportAgain(desk: Desk, dir: string): Promise<void> {
  const measured = await measureDrill(desk.world.files, dir)
  for (const problem of await writeReports(desk.world.files, dir, measured)) desk.err.write(`${problem}\n`)
}
