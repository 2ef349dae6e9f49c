import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

import type { Snapshot } from '../store/backup/snapshot.ts'
import { entryLine, footerLine, type Header, headerLine } from './backup-format.ts'

export interface Contents {
  readonly header: Header
  readonly snapshot: Snapshot
  /** Files that go with the rows, by name. Asked for after the rows. */
  files(): ReadonlyMap<string, string>
}

export interface Writing {
  /** Takes the place of a file that is there. */
  readonly isForced: boolean
  readonly signal: AbortSignal
}

/**
 * Writes a backup as a whole or not at all, readable by its owner only. Resolves to the rows of each table.
 * @throws what the file system throws: EEXIST where a file is there already and nothing was said about it
 */
export async function writeBackup(
  file: string,
  contents: Contents,
  { isForced, signal }: Writing,
): Promise<Readonly<Record<string, number>>> {
  const draft = `${file}.${process.pid}`
  const rows: Record<string, number> = {}
  try {
    const text = hashed(linesOf(contents, rows), () => rows)
    const out = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(text, createGzip(), out, { signal })
    if (isForced) await rename(draft, file)
    // Unlike a rename it fails where somebody was faster.
    else await link(draft, file)
  } finally {
    await rm(draft, { force: true })
  }
  await flushDirectory(dirname(file))
  return rows
}

/** Counts in `rows` what it gives. */
async function* linesOf(
  contents: Contents,
  rows: Record<string, number>,
): AsyncGenerator<string, void, undefined> {
  const { header, snapshot } = contents
  yield headerLine(header)
  for (const table of snapshot.tables) {
    const { name, counter } = table
    let count = 0
    for await (const batch of snapshot.batches(name)) {
      count += batch.length
      yield batch.map((row) => entryLine({ table: name, row })).join('')
    }
    rows[name] = count
    if (counter === undefined) continue
    yield entryLine({ counterOf: name, value: await snapshot.counted({ ...table, counter }) })
  }
  for (const [name, text] of contents.files()) yield entryLine({ file: name, text })
}

async function* hashed(
  lines: AsyncIterable<string>,
  rows: () => Readonly<Record<string, number>>,
): AsyncGenerator<string, void, undefined> {
  const hash = createHash('sha256')
  for await (const some of lines) {
    hash.update(some)
    yield some
  }
  yield footerLine({ rows: rows(), sha256: hash.digest('hex') })
}

/** So that the name survives a loss of power as well. */
async function flushDirectory(directory: string): Promise<void> {
  const opened = await open(directory)
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
