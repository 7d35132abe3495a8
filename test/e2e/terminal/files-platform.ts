import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DrillFolder } from '../drill-folder.ts'
import { tinyPlatform } from '../tiny/platform.ts'

/** A tiny platform that keeps files, a backup of them, and a runbook that leaves two things to people. */
export async function filesPlatform(): Promise<DrillFolder & { readonly files: string }> {
  const tiny = await tinyPlatform()
  const files = join(tiny.dir, 'files')
  await mkdir(join(files, 'models'), { recursive: true })
  for (const name of ['config.json', 'tokenizer.json', 'weights.bin'])
    await writeFile(join(files, 'models', name), `what ${name} says`)
  await writeFile(join(files, 'notes.txt'), 'a note')
  await cp(files, `${files}.backup`, { recursive: true })
  await writeFile(join(tiny.dir, 'restore.md'), RUNBOOK)
  const platform = join(tiny.dir, 'platform.yaml')
  const text = await readFile(platform, 'utf8')
  const component = `  artefacts: { kind: object-storage, driver: folder, connect: '${files}', owner: tiny-team }\n`
  await writeFile(
    platform,
    `${text.replace('components:\n', `components:\n${component}`)}runbooks: { environment: { FILES: '${files}' } }\n`,
  )
  await writeFile(tiny.scenario, SCENARIO)
  return { ...tiny, files }
}

const SCENARIO = `
scenario: A model artefact is gone
why: A clean-up of the registry took the version in use with it
class: accidental-deletion
platform: platform.yaml
faults:
  - { break: artefacts, kind: store.delete, prefix: models/ }
recovery: { runbook: restore.md }
targets: { rto: 60s }
gates: { integrity: [artefacts] }
baseline: 1s
deadline: 90s
`

const RUNBOOK = `# Bring the model back

Environment: FILES
Owner: tiny-team

## Choose

Decide: WAY: Which way back? (restore / train)

## Restore it

Only if: WAY is restore
Expect: 3 files

\`\`\`sh
cp -r "$FILES.backup/models" "$FILES/"
echo "$(ls "$FILES/models" | wc -l) files"
\`\`\`

## Tell the customers

By hand: send the notice
`
