import { dirname, join } from 'node:path'
import { nearest } from '../model/nearest.ts'
import type { Platform } from '../model/platform.ts'
import type { Problem } from '../model/problem.ts'
import type { World } from '../model/world.ts'
import { BUILTINS, type Called, calledIn } from '../runbook/commands.ts'
import type { Runbook } from '../runbook/runbook.ts'
import type { Link } from '../runbook/sections.ts'

type Place = Pick<World, 'files' | 'sockets' | 'env'>

/** What a runbook speaks of and what is not there any more: programs, files, hosts, people, links. */
export async function rotIn(
  world: Place,
  runbook: Runbook,
  links: readonly Link[],
  platform: Platform,
): Promise<readonly Problem[]> {
  const { file } = runbook
  const problems = [
    ...ownersLeft(runbook, platform),
    ...(await Promise.all(
      runbook.steps
        .flatMap(step => step.commands)
        .flatMap(({ text, line }) => calledIn(text).map(called => ({ ...called, line: line + called.line - 1 })))
        .map(called => programGone(world, called, file, platform)),
    )),
    ...(await Promise.all(hostsIn(runbook).map(host => hostGone(world, host, file, platform)))),
    ...(await Promise.all(links.map(link => linkBroken(world, link, file)))),
  ]
  return problems.filter(problem => problem !== undefined).toSorted((a, b) => a.line - b.line)
}

function ownersLeft({ file, steps }: Runbook, { people, components }: Platform): readonly Problem[] {
  const known = [
    ...components.flatMap(({ owner }) => owner ?? []),
    ...Object.entries(people).flatMap(([role, name]) => [role.replace(/^leads\./, ''), name]),
  ]
  return steps.flatMap(({ owner, line, title }) => {
    if (owner === undefined || known.includes(owner)) return []
    const like = nearest(owner, known)
    return [
      problem(file, line, 'UNKNOWN_NAME', {
        what: `the owner of "${title}", ${owner}, is nobody the platform file knows`,
        why: 'at three in the morning nobody would know whom to call',
        now: like === undefined ? 'name a component’s owner or one of "people"' : `did you mean ${like}?`,
      }),
    ]
  })
}

async function programGone(
  world: Place,
  { program, args, line }: Called,
  file: string,
  { dir }: Platform,
): Promise<Problem | undefined> {
  const script = SCRIPT_RUNNERS.includes(program) ? args.find(arg => SCRIPT.test(arg)) : undefined
  for (const path of [program, script]) {
    if (path?.includes('/') !== true && path !== script) continue
    if (
      path === undefined ||
      path.startsWith('/dev/') ||
      (await world.files.exists(join(dir, path))) ||
      (await world.files.exists(path))
    )
      continue
    return problem(file, line, 'MISSING_FILE', {
      what: `there is no file ${path}`,
      why: 'commands run in the folder of the platform file, and this one would fail there',
      now: 'correct its path, or take the step out if it is not needed any more',
    })
  }
  if (program.includes('/') || BUILTINS.includes(program) || (await isOnPath(world, program))) return undefined
  return problem(file, line, 'UNKNOWN_NAME', {
    what: `there is no program ${program} on this machine`,
    why: 'the step would end there',
    now: 'install it where drills run, or correct its name',
  })
}

const SCRIPT_RUNNERS: readonly string[] = [
  'node',
  'sh',
  'bash',
  'python',
  'python3',
  'ruby',
  'perl',
  'psql',
  'source',
  '.',
]
const SCRIPT = /^[\w./-]+\.(?:[cm]?[jt]s|sh|py|rb|pl|sql)$/

async function isOnPath({ files, env }: Place, program: string): Promise<boolean> {
  for (const dir of (env.PATH ?? '').split(':')) if (dir !== '' && (await files.exists(join(dir, program)))) return true
  return false
}

interface Host {
  readonly host: string
  readonly line: number
}

function hostsIn({ steps }: Runbook): readonly Host[] {
  const found = steps
    .flatMap(step => step.commands)
    .flatMap(({ text, line }) =>
      text.split('\n').flatMap((row, i) =>
        [...row.matchAll(/\b[a-z][a-z+]*:\/\/(?:[^\s@/"']*@)?([A-Za-z0-9.-]+)/g)].map(([, host = '']) => ({
          host,
          line: line + i,
        })),
      ),
    )
  return found.filter(({ host }, i) => host !== '' && found.findIndex(other => other.host === host) === i)
}

async function hostGone(
  world: Place,
  { host, line }: Host,
  file: string,
  platform: Platform,
): Promise<Problem | undefined> {
  // What the platform file itself speaks of is looked after there.
  if (JSON.stringify(platform).includes(`//${host}`) || (await world.sockets.resolves(host))) return undefined
  return problem(file, line, 'BAD_ADDRESS', {
    what: `the host ${host} has no address`,
    why: 'the step would wait for a machine that is not there',
    now: 'correct its name, or take the step out if the machine is gone',
  })
}

async function linkBroken(world: Place, { to, line }: Link, file: string): Promise<Problem | undefined> {
  if (/^(?:[a-z]+:|#)/i.test(to)) return undefined
  const path = join(dirname(file), decodeURIComponent(to.replace(/[#?].*$/, '')))
  if (await world.files.exists(path)) return undefined
  return problem(file, line, 'MISSING_FILE', {
    what: `the link to ${to} leads nowhere`,
    why: 'whoever follows it in a hurry finds nothing',
    now: 'correct it, or remove it',
  })
}

function problem(
  file: string,
  line: number,
  code: Problem['code'],
  words: Pick<Problem, 'what' | 'why' | 'now'>,
): Problem {
  return { file, line, column: 1, code, ...words }
}
