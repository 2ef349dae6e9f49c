import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

import { ConfigError, firstLine } from '../config.ts'
import { BackupError, type Entry, type Footer, type Header, parseHeader, parseLine } from './backup-format.ts'

/** One row is some kilobytes; what has no line ends at all must not fill the memory. */
const LONGEST_LINE_BYTES = 64 * 1024 * 1024
const LINE_END = 0x0a

/** What a file is that was read from end to end. */
export interface Checked {
  readonly header: Header
  readonly footer: Footer
  /** Names and texts of the files in it. */
  readonly files: ReadonlyMap<string, string>
}

/** Reads a whole backup without keeping its rows, to know that it is one. @throws ConfigError */
export async function checkBackup(file: string): Promise<Checked> {
  const files = new Map<string, string>()
  let header: Header | undefined
  let footer: Footer | undefined
  for await (const part of readBackup(file)) {
    if ('takenAtMs' in part) header = part
    else if ('sha256' in part) footer = part
    else if ('file' in part) files.set(part.file, part.text)
  }
  if (!header || !footer) throw new Error('the reader ends with an error or with the last line')
  return { header, footer, files }
}

/**
 * The parts of a backup in their order: the header, entries, the footer. The footer comes only if everything before it
 * was whole and nothing is behind it; until then nothing is sure.
 * @throws ConfigError for a file that cannot be read, is no backup, or is damaged
 */
export async function* readBackup(file: string): AsyncGenerator<Header | Entry | Footer, void, undefined> {
  try {
    yield* partsOf(file)
  } catch (error) {
    throw new ConfigError(`${file} cannot be restored: ${firstLine(error)}`, { cause: error })
  }
}

async function* partsOf(file: string): AsyncGenerator<Header | Entry | Footer, void, undefined> {
  const hash = createHash('sha256')
  const rows: Record<string, number> = {}
  let isFirst = true
  let footer: Footer | undefined
  for await (const line of linesOf(file)) {
    if (footer) throw new BackupError('it is damaged: it goes on behind its end')
    const part = isFirst ? parseHeader(line.toString()) : parseLine(line.toString())
    isFirst = false
    if ('sha256' in part) {
      footer = part
      continue
    }
    hash.update(line).update('\n')
    if ('row' in part) rows[part.table] = (rows[part.table] ?? 0) + 1
    yield part
  }
  if (!footer)
    throw new BackupError(isFirst ? 'it is no backup of Keyplane' : 'it is damaged: its end is missing')
  if (footer.sha256 !== hash.digest('hex')) throw new BackupError('it is damaged: its sum is another')
  for (const [table, count] of Object.entries(footer.rows)) {
    if ((rows[table] ?? 0) !== count)
      throw new BackupError(`it is damaged: ${table} does not have ${count} rows`)
  }
  yield footer
}

async function* linesOf(file: string): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer[] = []
  let restBytes = 0
  for await (const chunk of unpacked(file)) {
    let from = 0
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, end)])
      rest = []
      restBytes = 0
      from = end + 1
    }
    rest.push(chunk.subarray(from))
    restBytes += chunk.length - from
    if (restBytes > LONGEST_LINE_BYTES) throw new BackupError('it is no backup of Keyplane')
  }
  if (restBytes > 0) throw new BackupError('it is damaged: it ends within a line')
}

async function* unpacked(file: string): AsyncGenerator<Buffer, void, undefined> {
  const unpacking = createGunzip()
  // What goes wrong on the way is thrown where the bytes are read.
  pipeline(createReadStream(file), unpacking, () => undefined)
  try {
    // Without an encoding a stream gives buffers.
    for await (const chunk of unpacking) yield chunk as Buffer
  } catch (error) {
    throw isPackingError(error)
      ? new BackupError('it is damaged, or no backup of Keyplane', { cause: error })
      : error
  } finally {
    unpacking.destroy()
  }
}

function isPackingError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}
