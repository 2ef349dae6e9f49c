import { constants } from 'node:fs'
import { copyFile, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** As `openSqlite` names it. */
const DATABASE_FILE = 'keyplane.db'
const LOG = `${DATABASE_FILE}-wal`
const LOG_HEADER_BYTES = 32
const MOST_ATTEMPTS = 50

type CopyFile = (from: string, to: string) => Promise<void>

/**
 * Copies an embedded database while a server holds it. That server has the file locked for itself, so no connection
 * of another process could read it; but what is on the disk is enough:
 *
 * - The log of changes (WAL) only grows, until all of it has been moved to the file and it begins anew, which changes
 *   the salts in its header (Source: https://www.sqlite.org/walformat.html). The file changes only by what is moved
 *   there from the log.
 * - So the file is copied first, then the log, and both are of use if the log's header is the same before and after:
 *   whatever changed in the file meanwhile, half a page too, is in the log that was copied later. Whoever opens the
 *   copy goes through the log, whose sums tell where the last whole transaction ends.
 * - Otherwise the copy is made again. Without a log the file changes when a server starts or ends; its time tells.
 *
 * @param copy how one file is copied
 * @throws when there is no database, or the log began anew during every attempt
 */
export async function copyRunning(
  directory: string,
  into: string,
  copy: CopyFile = copyQuickly,
): Promise<void> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const before = await generationOf(directory)
    await copy(join(directory, DATABASE_FILE), join(into, DATABASE_FILE))
    await rm(join(into, LOG), { force: true })
    await copy(join(directory, LOG), join(into, LOG)).catch(unlessMissing)
    if ((await generationOf(directory)) === before) return
  }
  throw new Error('the server writes too much to copy the data meanwhile; try again when it is quieter')
}

function copyQuickly(from: string, to: string): Promise<void> {
  return copyFile(from, to, constants.COPYFILE_FICLONE)
}

/** The same text as long as the log only grew. */
async function generationOf(directory: string): Promise<string> {
  const header = await readLogHeader(join(directory, LOG))
  if (header !== undefined) return header
  const { ino, size, mtimeNs } = await stat(join(directory, DATABASE_FILE), { bigint: true })
  return `${ino} ${size} ${mtimeNs}`
}

async function readLogHeader(file: string): Promise<string | undefined> {
  const log = await open(file).catch(unlessMissing)
  if (!log) return undefined
  try {
    const { bytesRead, buffer } = await log.read(Buffer.alloc(LOG_HEADER_BYTES), 0, LOG_HEADER_BYTES, 0)
    return bytesRead === LOG_HEADER_BYTES ? buffer.toString('hex') : undefined
  } finally {
    await log.close()
  }
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
