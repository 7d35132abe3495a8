import { describe, expect, test } from 'vitest'
import { rotIn } from '../../../src/run/runbook/runbook-rot.ts'
import { parseRunbook } from '../../../src/runbook/parse-runbook.ts'
import { variablesIn } from '../../../src/runbook/variables.ts'
import { componentWith, platformWith } from '../../support/drill.ts'

const HERE = [
  '/usr/bin/psql',
  '/usr/bin/curl',
  '/usr/bin/ssh',
  '/usr/bin/node',
  '/p/tools/restore.ts',
  '/p/runbooks/other.md',
]
const platform = platformWith({
  dir: '/p',
  components: [componentWith({ owner: 'data-platform' })],
  people: { commander: 'whoever is on call' },
})

/** What is said to be gone, each with the line it stands in. */
async function rot(text: string): Promise<readonly string[]> {
  const { runbook, links, problems } = parseRunbook('/p/runbooks/restore.md', text)
  expect(problems).toEqual([])
  const world = {
    files: { exists: async (path: string) => HERE.includes(path) },
    sockets: { resolves: async (host: string) => host === 'db.example.com' },
    env: { PATH: '/bin:/usr/bin' },
  } as unknown as Parameters<typeof rotIn>[0]
  return (await rotIn(world, runbook, links, platform)).map(({ line, what }) => `${line}: ${what}`)
}

const step = (commands: string, more = '') => `# Restore\n${more}\n## Do it\n\n\`\`\`sh\n${commands}\n\`\`\`\n`

describe('a runbook whose world has moved on', () => {
  test.for([
    ['a script that is gone', step('node tools/restored.ts'), ['6: there is no file tools/restored.ts']],
    ['a program that is gone', step('psqll -c x'), ['6: there is no program psqll on this machine']],
    ['a host in an address', step('curl https://old.example.com/x'), ['6: the host old.example.com has no address']],
    ['a host after -h', step('psql -h old.example.com -c x'), ['6: the host old.example.com has no address']],
    ['a host somebody logs in to', step('ssh ops@old.example.com up'), ['6: the host old.example.com has no address']],
    [
      'an owner nobody knows, said once for all steps',
      `${step('curl x', 'Owner: data-platfrom')}## Again\n\n\`\`\`sh\ncurl y\n\`\`\`\n`,
      ['3: the owner of "Do it", data-platfrom, is nobody the platform file knows'],
    ],
    ['a link that leads nowhere', step('curl x', 'See [this](gone.md).'), ['2: the link to gone.md leads nowhere']],
    ['a runbook spoken of by name', step('curl x', 'Or `gone.md`.'), ['2: the link to gone.md leads nowhere']],
    [
      'a name that nothing gives to the commands',
      step('curl "$TARGET"'),
      ['6: the commands read TARGET, and nothing gives it to them'],
    ],
  ] as const)('is told of %s', async ([, text, problems]) => {
    expect(await rot(text)).toEqual(problems)
  })

  test('is fine where everything is there', async () => {
    const text = `# Restore

Owner: data-platform
Environment: STORE_URL

See [another](other.md), \`other.md\` and https://example.com/wiki.

## Choose
Decide: WAY: Which way? (restore / rebuild)

## Do it
Capture: SNAPSHOT from /snapshot (\\S+)/

\`\`\`sh
LOCAL=1 psql "$STORE_URL" -h db.example.com -c "select $WAY $LOCAL"
\`\`\`

## Then

\`\`\`sh
for EACH in a b; do node tools/restore.ts "$SNAPSHOT" "$EACH" "\${MODE:-fast}" "$HOME"; done
\`\`\`
`
    expect(await rot(text)).toEqual([])
  })
})

test('names that shell reads are told from those it sets, quotes or has a default for', () => {
  const text = `A=1\necho "$A $B" '$C' \\$D \${E:-x} $F\nread G; echo $G \${F}`
  expect(variablesIn(text)).toEqual([
    { name: 'B', line: 2 },
    { name: 'F', line: 2 },
  ])
})
