import { isDeepStrictEqual } from 'node:util'
import { fileContent, fileEntry, type Disk, type DiskEntry } from './disk.ts'

/** What a command did to a disk: entries by path, undefined where the disk keeps nothing any more. */
export type DiskChanges = ReadonlyMap<string, DiskEntry | undefined>

/** The paths at which two disks differ. */
export function diskChanges(before: Disk, after: Disk): DiskChanges {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)])
  return new Map(
    [...paths]
      .filter((path) => !isDeepStrictEqual(before[path], after[path]))
      .map((path) => [path, after[path]]),
  )
}

/**
 * Brings a command's changes onto the disk as it is now. Another session, or the driver, may have written since the
 * command began (`before`): then the last writer of a file wins, as on a real host, but authorized_keys files are
 * merged line by line, because there a lost line is a lost or a resurrected access.
 */
export function mergeDisk(current: Disk, before: Disk, changes: DiskChanges): Disk {
  const merged: Record<string, DiskEntry> = { ...current }
  for (const [path, wanted] of changes) {
    const isContested = !isDeepStrictEqual(current[path], before[path])
    const entry =
      isContested && path.endsWith('/.ssh/authorized_keys')
        ? mergeLines(current[path], before[path], wanted)
        : wanted
    if (entry === undefined) delete merged[path]
    else merged[path] = entry
  }
  return merged
}

/** Takes the lines that the command removed out of the file as it is now, and appends those it added. */
function mergeLines(
  current: DiskEntry | undefined,
  before: DiskEntry | undefined,
  wanted: DiskEntry | undefined,
): DiskEntry | undefined {
  const old = lines(before)
  const mine = lines(wanted)
  const added = without(mine, old)
  const kept = without(lines(current), without(old, mine))
  if (kept.length === 0 && added.length === 0) return wanted
  const content = [...kept, ...added].map((line) => `${line}\n`).join('')
  const attributes = isFile(wanted) ? wanted : isFile(current) ? current : { mode: 0o600, mtimeMs: 0 }
  const { mode, mtimeMs } = attributes
  return fileEntry(Buffer.from(content, 'latin1'), { mode, mtimeMs })
}

function isFile(entry: DiskEntry | undefined) {
  return entry?.kind === 'file' || entry?.kind === 'binary'
}

function lines(entry: DiskEntry | undefined): readonly string[] {
  const text = fileContent(entry)?.toString('latin1') ?? ''
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

/** `all` less one occurrence for every line in `less`. */
function without(all: readonly string[], less: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const line of less) left.set(line, (left.get(line) ?? 0) + 1)
  return all.filter((line) => {
    const count = left.get(line) ?? 0
    if (count > 0) left.set(line, count - 1)
    return count === 0
  })
}
