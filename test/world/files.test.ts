import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { nodeFiles } from '../../src/world/node/files.ts'
import { tempDir } from '../support/temp-dir.ts'
import { where } from '../support/where.ts'

const files = nodeFiles()
const onLinux = process.platform === 'linux'

describe('a file is written whole or not at all', () => {
  test('with its text', async () => {
    await using dir = await tempDir()
    await files.write(dir.file('a'), 'größer')
    expect(await files.read(dir.file('a'))).toBe('größer')
  })

  test('over an older one', async () => {
    await using dir = await tempDir()
    await files.write(dir.file('a'), 'a long old text')
    await files.write(dir.file('a'), 'new')
    expect(await files.read(dir.file('a'))).toBe('new')
  })

  test('a reader never finds half of it, however many write at once', async () => {
    await using dir = await tempDir()
    const texts = ['a', 'b', 'c', 'd'].map(letter => letter.repeat(200_000))
    await files.write(dir.file('a'), texts[0] ?? '')
    const writing = Promise.all(
      texts.flatMap(text => Array.from({ length: 5 }, () => files.write(dir.file('a'), text))),
    )
    let done = false
    void writing.finally(() => {
      done = true
    })
    while (!done) expect(texts).toContain(await readFile(dir.file('a'), 'utf8'))
    await writing
    expect(await readdir(dir.path)).toEqual(['a'])
  })

  test('one that cannot be written says why and what to do, and leaves nothing lying about', async () => {
    await using dir = await tempDir()
    await expect(files.write(dir.file('missing/a'), 'x')).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: expect.stringContaining(dir.file('missing/a')),
      hint: expect.stringContaining('--out'),
    })
    await files.makeDir(dir.file('folder/inside'))
    await expect(files.write(dir.file('folder'), 'x')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
    expect(await readdir(dir.path)).toEqual(['folder'])
  })

  test('a secret one is for its owner alone, even where everybody could read an older one', async () => {
    await using dir = await tempDir()
    await writeFile(dir.file('token'), 'old')
    await chmod(dir.file('token'), 0o644)
    await files.write(dir.file('token'), 'secret', { secret: true })
    expect((await stat(dir.file('token'))).mode & 0o777).toBe(0o600)
  })
})

describe('a claim', () => {
  test('is made by the first, and by nobody else', async () => {
    await using dir = await tempDir()
    expect(await files.claim(dir.file('lock'), 'mine')).toBe(true)
    expect(await files.claim(dir.file('lock'), 'theirs')).toBe(false)
    expect(await files.read(dir.file('lock'))).toBe('mine')
    expect(await readdir(dir.path)).toEqual(['lock'])
  })

  test('of many at once exactly one gets it, and nobody ever finds it empty', async () => {
    await using dir = await tempDir()
    const text = 'x'.repeat(10_000)
    let seen: string | undefined
    const looking = async () => {
      while (seen === undefined) seen = await readFile(dir.file('lock'), 'utf8').catch(() => undefined)
    }
    const claims = Array.from({ length: 50 }, (_, n) => files.claim(dir.file('lock'), `${n} ${text}`))
    const [got] = await Promise.all([Promise.all(claims), looking()])
    expect(got.filter(Boolean)).toHaveLength(1)
    expect(seen).toBe(`${got.indexOf(true)} ${text}`)
  })

  test('in a folder that is not there is an error, not a refusal', async () => {
    await using dir = await tempDir()
    await expect(files.claim(dir.file('missing/lock'), 'x')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
  })
})

describe('an append-only file', () => {
  test('grows, and what is synced is there', async () => {
    await using dir = await tempDir()
    const file = await files.append(dir.file('journal'))
    await file.write('one\n')
    await file.write('two\n')
    await file.sync()
    await file.sync()
    expect(await readFile(dir.file('journal'), 'utf8')).toBe('one\ntwo\n')
    await file.close()
  })

  test('goes on where it ended', async () => {
    await using dir = await tempDir()
    await writeFile(dir.file('journal'), 'one\n')
    const file = await files.append(dir.file('journal'))
    await file.write('two\n')
    await file.close()
    expect(await readFile(dir.file('journal'), 'utf8')).toBe('one\ntwo\n')
  })

  where(onLinux, 'only Linux has a disk that is always full')('on a full disk says so', async () => {
    const file = await files.append('/dev/full')
    await expect(file.write('x')).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: expect.stringContaining('ENOSPC'),
    })
    await file.close()
  })

  test('in a folder that is not there says so', async () => {
    await using dir = await tempDir()
    await expect(files.append(dir.file('missing/journal'))).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
  })

  test('is cut after so many bytes, not letters', async () => {
    await using dir = await tempDir()
    await writeFile(dir.file('journal'), 'ä\nö\nü')
    await files.cut(dir.file('journal'), 6)
    expect(await readFile(dir.file('journal'), 'utf8')).toBe('ä\nö\n')
  })
})

describe('a file is read line by line', () => {
  const linesOf = async (text: string | Buffer) => {
    await using dir = await tempDir()
    await writeFile(dir.file('a'), text)
    return await Array.fromAsync(files.lines(dir.file('a')))
  }
  test.for([
    ['several', 'one\ntwo\n', ['one', 'two']],
    ['the last one without its end', 'one\ntwo', ['one', 'two']],
    ['empty ones too', '\none\n\n', ['', 'one', '']],
    ['of an empty file there are none', '', []],
    ['a carriage return is not a line end', 'a\rb\r\n', ['a\rb\r']],
  ] as const)('%s', async ([_, text, lines]) => {
    expect(await linesOf(text)).toEqual(lines)
  })

  test('letters of several bytes stay whole wherever the reading pauses', async () => {
    for (const before of [65_533, 65_534, 65_535]) {
      const line = `${'x'.repeat(before)}漢😀`
      expect(await linesOf(`${line}\n${line}\n`)).toEqual([line, line])
    }
  })

  test('a line longer than any buffer', async () => {
    const line = 'long '.repeat(100_000)
    expect(await linesOf(`${line}\nshort\n`)).toEqual([line, 'short'])
  })

  test('or in pieces, which together are the whole text', async () => {
    await using dir = await tempDir()
    const text = `${'x'.repeat(65_535)}漢😀\n`.repeat(3)
    await writeFile(dir.file('a'), text)
    const pieces = await Array.fromAsync(files.pieces(dir.file('a')))
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.join('')).toBe(text)
  })

  test('one that is not there is an error', async () => {
    await expect(Array.fromAsync(files.lines('/nowhere/at/all'))).rejects.toThrow('ENOENT')
    await expect(Array.fromAsync(files.pieces('/nowhere/at/all'))).rejects.toThrow('ENOENT')
  })
})

describe('folders', () => {
  test('are made with all that leads there, listed in order, and removed with all that is in them', async () => {
    await using dir = await tempDir()
    await files.makeDir(dir.file('a/b'))
    await files.makeDir(dir.file('a/b'))
    for (const name of ['z', 'y']) await files.write(dir.file(`a/${name}`), '')
    expect(await files.list(dir.file('a'))).toEqual(['b', 'y', 'z'])
    await files.remove(dir.file('a'))
    expect(await files.exists(dir.file('a'))).toBe(false)
  })

  test('removing what is not there, and listing it, is fine', async () => {
    await using dir = await tempDir()
    await files.remove(dir.file('nothing'))
    expect(await files.list(dir.file('nothing'))).toEqual([])
  })

  test('one that cannot be made says so', async () => {
    await using dir = await tempDir()
    await files.write(dir.file('file'), '')
    await expect(files.makeDir(dir.file('file/inside'))).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
  })
})
