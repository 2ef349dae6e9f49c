import { posix } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { InMemoryFs } from 'just-bash'
import { isKept } from './base-disk.ts'
import { DISK_BYTES, UMASK, fileContent, fileEntry, type Disk, type DiskEntry } from './disk.ts'

/** What the shell's own files below /bin and /proc may take beside the kept ones. */
const OWN_BYTES = 256 * 1024

type WriteOptions = Parameters<InMemoryFs['writeFile']>[2]

/** The file system of one command on a machine: filled from the kept disk, read back afterwards. */
export class MachineFs extends InMemoryFs {
  /** Permissions that new files and directories do not get. */
  umask = UMASK
  /** A write was refused for lack of space; the command then has no effect at all. */
  isFull = false

  constructor() {
    super(undefined, { maxTotalBytes: DISK_BYTES + OWN_BYTES })
  }

  override async writeFile(
    path: string,
    content: string | Uint8Array,
    options?: WriteOptions,
  ): Promise<void> {
    const old = await this.#modeOf(path)
    await this.#orFull(super.writeFile(path, content, options))
    // The base class gives an overwritten file fresh permissions; Linux does not.
    await this.chmod(path, old ?? 0o666 & ~this.umask)
  }

  override async appendFile(
    path: string,
    content: string | Uint8Array,
    options?: WriteOptions,
  ): Promise<void> {
    const old = await this.#modeOf(path)
    await this.#orFull(super.appendFile(path, content, options))
    if (old === undefined) await this.chmod(path, 0o666 & ~this.umask)
  }

  override async mkdir(path: string, options?: { recursive?: boolean }): Promise<void> {
    const isNew = !(await this.exists(path))
    const parent = posix.dirname(path)
    if (isNew && options?.recursive && parent !== path) await this.mkdir(parent, options)
    await super.mkdir(path, options)
    if (isNew) await this.chmod(path, 0o777 & ~this.umask)
  }

  async #modeOf(path: string): Promise<number | undefined> {
    return (await this.exists(path)) ? (await this.stat(path)).mode : undefined
  }

  async #orFull(write: Promise<void>): Promise<void> {
    try {
      await write
    } catch (error) {
      this.isFull ||= error instanceof Error && error.message.startsWith('ENOSPC')
      throw error
    }
  }
}

/** A file system with the files every machine is born with, changed as the kept disk says. */
export async function openMachineFs(base: Disk, kept: Disk): Promise<MachineFs> {
  const fs = new MachineFs()
  const entries = Object.entries({ ...base, ...kept })
  // Parents first: a directory's own permissions must not meet one that was made on the way to a file.
  for (const [path, entry] of entries.sort(([left], [right]) => (left < right ? -1 : 1))) {
    await place(fs, path, entry)
  }
  return fs
}

async function place(fs: MachineFs, path: string, entry: DiskEntry): Promise<void> {
  const content = fileContent(entry)
  if (entry.kind === 'directory') {
    fs.mkdirSync(path, { recursive: true })
    await fs.chmod(path, entry.mode)
  } else if (entry.kind === 'link') await fs.symlink(entry.target, path)
  else if (content !== undefined && 'mtimeMs' in entry) {
    fs.writeFileSync(path, content, undefined, { mode: entry.mode, mtime: new Date(entry.mtimeMs) })
  }
}

/** What differs from the disk every machine is born with. */
export async function keptDisk(fs: MachineFs, base: Disk): Promise<Disk> {
  const kept: Record<string, DiskEntry> = {}
  const present = new Set(fs.getAllPaths())
  for (const path of present) {
    if (!isKept(path)) continue
    const entry = await entryAt(fs, path)
    if (!isDeepStrictEqual(entry, base[path])) kept[path] = entry
  }
  for (const path of Object.keys(base)) if (!present.has(path)) kept[path] = { kind: 'removed' }
  return kept
}

async function entryAt(fs: MachineFs, path: string): Promise<DiskEntry> {
  const found = await fs.lstat(path)
  if (found.isSymbolicLink) return { kind: 'link', target: await fs.readlink(path) }
  const mode = found.mode & 0o7777
  if (found.isDirectory) return { kind: 'directory', mode }
  const mtimeMs = Number.isFinite(found.mtime.getTime()) ? found.mtime.getTime() : 0
  return fileEntry(await fs.readFileBuffer(path), { mode, mtimeMs })
}
