import { dirname, join } from 'node:path'
import { nearest } from '../../model/nearest.ts'
import type { Platform } from '../../model/platform.ts'
import type { Problem } from '../../model/problem.ts'
import type { World } from '../../model/world.ts'
import { BUILTINS, type Called, calledIn } from '../../runbook/commands.ts'
import type { Runbook } from '../../runbook/runbook.ts'
import type { Link } from '../../runbook/sections.ts'
import { variablesIn } from '../../runbook/variables.ts'

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
    ...namesNotGiven(runbook),
    ...(await Promise.all(
      runbook.steps
        .flatMap(step => step.commands)
        .flatMap(({ text, line }) => calledIn(text).map(called => ({ ...called, line: line + called.line - 1 })))
        .map(called => programGone(world, called, file, platform)),
    )),
    ...(await Promise.all(hostsIn(runbook).map(host => hostGone(world, host, file, platform)))),
    ...(await Promise.all(links.filter(isFirst).map(link => linkBroken(world, link, file)))),
  ]
  return problems.filter(problem => problem !== undefined).toSorted((a, b) => a.line - b.line)
}

/** What commands read and nobody gives them: they would run with nothing in its place. */
function namesNotGiven({ file, steps, environment }: Runbook): readonly Problem[] {
  const known = new Set([...environment, ...INHERITED])
  const told = new Set<string>()
  return steps.flatMap(({ commands, decide }) => {
    if (decide?.asked === 'before') known.add(decide.name)
    const missing = commands.flatMap(({ text, line, capture }) => {
      const here = variablesIn(text).filter(({ name }) => !known.has(name) && !told.has(name))
      for (const { name } of capture) known.add(name)
      for (const { name } of here) told.add(name)
      return here.map(({ name, line: row }) =>
        problem(file, line + row - 1, 'MISSING_ENV', {
          what: `the commands read ${name}, and nothing gives it to them`,
          why: 'they find nothing of our environment, and would go on with nothing in its place',
          now: `declare it with "Environment: ${name}", or capture or decide it in a step above`,
        }),
      )
    })
    if (decide !== undefined) known.add(decide.name)
    return missing
  })
}

// What every command is given, and what the shell itself knows.
const INHERITED =
  'PATH HOME LANG LC_ALL TZ TMPDIR USER PWD OLDPWD IFS RANDOM SECONDS HOSTNAME UID PPID OPTARG OPTIND LINENO BLACKSTART_SCRATCH BLACKSTART_SCRATCH_CONNECT'.split(
    ' ',
  )

function ownersLeft({ file, steps }: Runbook, { people, components }: Platform): readonly Problem[] {
  const known = [
    ...components.flatMap(({ owner }) => owner ?? []),
    ...Object.entries(people).flatMap(([role, name]) => [role.replace(/^leads\./, ''), name]),
  ]
  return steps.flatMap(({ owner, line, title }, i) => {
    if (owner === undefined || known.includes(owner)) return []
    // Whoever owns several steps is missed once.
    if (steps.findIndex(step => step.owner === owner) < i) return []
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
      text
        .split('\n')
        .flatMap((row, i) =>
          HOSTS.flatMap(pattern => [...row.matchAll(pattern)]).map(([, host = '']) => ({ host, line: line + i })),
        ),
    )
  return found.filter(({ host }, i) => host !== '' && found.findIndex(other => other.host === host) === i)
}

// In an address; after -h or --host; and what somebody logs in to or copies from.
const HOSTS = [
  /\b[a-z][a-z+]*:\/\/(?:[^\s@/"']*@)?([A-Za-z0-9.-]+)/g,
  /\s(?:-h|--host)[ =]([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)/g,
  /\b(?:ssh|scp|rsync|sftp)\s[^|;&]*?(?:[\w.-]+@)([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)/g,
]

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

function isFirst({ to, line }: Link, i: number, links: readonly Link[]): boolean {
  return links.findIndex(link => link.to === to && link.line === line) === i
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
