import { describe, expect, test } from 'vitest'
import { calledIn } from '../../src/runbook/commands.ts'
import { captured, disappointment } from '../../src/runbook/expectation.ts'
import { runbookInWords } from '../../src/runbook/in-words.ts'
import { parseRunbook } from '../../src/runbook/parse-runbook.ts'

const RUNBOOK = `# Restore the knowledge index

When to use this: answers are wrong or missing. Owner of this page: see [people](../people.md).

Environment: STORE_URL, BACKUPS

## Find the newest snapshot

Owner: data-platform
Time box: 2 min

\`\`\`sh
ls -1t "$BACKUPS" | head -1
\`\`\`

- Expect: \`/^knowledge-.*\\.gz$/m\`
- **Capture:** SNAPSHOT

## Choose

Decide: WAY: Is the snapshot younger than a day? (restore / rebuild)

## Restore it

Only if: WAY is restore
Time box: 10m

\`\`\`console
$ ./restore.sh "$SNAPSHOT"
restored 400 rows
\`\`\`

Expect: restored

\`\`\`bash
[[ -f done ]]
\`\`\`

Expect: exit 1

## Rebuild it

Only if: WAY is rebuild
By hand: call the vendor

## Background

\`\`\`yaml
not: a command
\`\`\`
`

describe('a runbook as people write it', () => {
  const { runbook, problems } = parseRunbook(
    'runbooks/restore.md',
    RUNBOOK.replace('`/^knowledge', '/^knowledge').replace('m`', 'm'),
  )

  test('has a title, an environment and a step for each heading with something to do', () => {
    expect(problems).toEqual([])
    expect(runbook.title).toBe('Restore the knowledge index')
    expect(runbook.environment).toEqual(['STORE_URL', 'BACKUPS'])
    expect(runbook.steps.map(({ title, line }) => [title, line])).toEqual([
      ['Find the newest snapshot', 7],
      ['Choose', 19],
      ['Restore it', 23],
      ['Rebuild it', 41],
    ])
  })

  test('says of each step whose it is, how long it may take and what must come of it', () => {
    expect(runbook.steps[0]).toEqual({
      title: 'Find the newest snapshot',
      line: 7,
      owner: 'data-platform',
      boxMs: 120_000,
      onlyIf: undefined,
      decide: undefined,
      byHand: undefined,
      commands: [
        {
          line: 13,
          shell: 'sh',
          text: 'ls -1t "$BACKUPS" | head -1',
          exitCode: 0,
          expect: [{ kind: 'pattern', pattern: '^knowledge-.*\\.gz$', flags: 'm' }],
          capture: [{ name: 'SNAPSHOT', pattern: undefined }],
        },
      ],
    })
  })

  test('asks where it leaves a decision, and tells what hangs on it', () => {
    expect(runbook.steps[1]?.decide).toEqual({
      name: 'WAY',
      question: 'Is the snapshot younger than a day?',
      answers: ['restore', 'rebuild'],
      asked: 'before',
    })
    expect(runbook.steps[2]?.onlyIf).toEqual({ name: 'WAY', is: 'restore' })
    expect(runbook.steps[3]).toMatchObject({ byHand: 'call the vendor', commands: [] })
  })

  test('of what a terminal showed takes what was typed, and what is expected belongs to the block above', () => {
    const [typed, tested] = runbook.steps[2]?.commands ?? []
    expect(typed).toMatchObject({
      text: './restore.sh "$SNAPSHOT"',
      expect: [{ kind: 'text', text: 'restored' }],
      exitCode: 0,
    })
    expect(tested).toMatchObject({ shell: 'bash', expect: [], exitCode: 1 })
  })

  test('reads as it would run', () => {
    expect(runbookInWords(runbook)).toMatchInlineSnapshot(`
      "Restore the knowledge index
      runbooks/restore.md: 4 steps
      Its commands are given STORE_URL, BACKUPS.

      1. Find the newest snapshot (data-platform, within 2 min)
         $ ls -1t "$BACKUPS" | head -1
         must show /^knowledge-.*\\.gz$/m
         keeps SNAPSHOT for later steps

      2. Choose
         asks: Is the snapshot younger than a day? (restore / rebuild)

      3. Restore it (within 10 min)
         only if WAY is restore
         $ ./restore.sh "$SNAPSHOT"
         must show "restored"
         $ [[ -f done ]]
         must end with exit code 1

      4. Rebuild it
         only if WAY is rebuild
         by hand: call the vendor"
    `)
  })
})

describe('what cannot be followed is said, each with its line', () => {
  test.each([
    ['nothing to do', '# Words\n\nOnly words.\n', ['1 MISSING_KEY there is no step in this runbook']],
    [
      'no duration',
      '## A\nTime box: soon\n```sh\ntrue\n```\n',
      ['2 BAD_DURATION the time box "soon" is not a duration'],
    ],
    ['no pattern', '## A\n```sh\ntrue\n```\nExpect: /(/\n', ['5 WRONG_TYPE "/(/" is not a pattern']],
    [
      'no capture',
      '## A\n```sh\ntrue\n```\nCapture: the newest one\n',
      ['5 WRONG_TYPE "the newest one" does not say what is captured'],
    ],
    [
      'nobody decides',
      '## A\nOnly if: WAY is x\n```sh\ntrue\n```\n',
      ['1 UNKNOWN_NAME nothing above decides that WAY is "x"'],
    ],
    [
      'no such answer',
      '## A\nDecide: WAY: Which? (a / b)\n## B\nOnly if: WAY is c\n```sh\ntrue\n```\n',
      ['3 UNKNOWN_NAME nothing above decides that WAY is "c"'],
    ],
  ])('%s', (_, text, expected) => {
    expect(parseRunbook('r.md', text).problems.map(({ line, code, what }) => `${line} ${code} ${what}`)).toEqual(
      expected,
    )
  })
})

describe('the programs that shell calls', () => {
  test.each([
    ['psql -f restore.sql', ['psql']],
    ['A=1 B="x y" ./go.sh | tee "out; put" && true', ['./go.sh', 'tee', 'true']],
    ['if grep -q x file; then\n  kubectl get pods # and; more\nfi', ['grep', 'kubectl']],
    ['cat <<EOF | psql\ndrop table x; rm -rf\nEOF\necho done', ['cat', 'psql', 'echo']],
    ['for f in a b; do gunzip "$f"; done', ['gunzip']],
    ['$TOOL --x', []],
    ['X=1', []],
    ['a \\\n  b\nc', ['a', 'c']],
  ])('%j', (text, programs) => {
    expect(calledIn(text).map(({ program }) => program)).toEqual(programs)
  })
})

describe('how a command ended', () => {
  const wants = { exitCode: 0, expect: [{ kind: 'text', text: 'ok' }] } as const
  test.each([
    [{ code: 0, output: 'all ok' }, undefined],
    [{ code: 2, output: 'all ok' }, 'it ended with exit code 2'],
    [{ code: null, output: '' }, 'it was ended'],
    [{ code: 0, output: 'no' }, 'its output does not show "ok"'],
  ])('%j', (ended, said) => expect(disappointment(wants, ended)).toBe(said))

  test('values are taken from its output', () => {
    const captures = [
      { name: 'LAST', pattern: undefined },
      { name: 'ID', pattern: 'id=(\\d+)' },
      { name: 'NONE', pattern: 'nothing (x)' },
    ]
    expect(captured(captures, 'id=7\nbye\n')).toEqual({ values: { LAST: 'bye', ID: '7' }, missing: ['NONE'] })
  })
})
