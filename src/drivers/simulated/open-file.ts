import { DISK_BYTES, fileEntry, usedBytes, type DiskEntry } from './disk.ts'
import { FileError, contentOf, type DiskTree } from './disk-tree.ts'
import type { MachineDisk } from './machine-disk.ts'

/** How a file is opened. */
export interface OpenMode {
  readonly writes: boolean
  readonly appends: boolean
  readonly creates: boolean
  readonly truncates: boolean
  /** Refused where something is there already. */
  readonly isExclusive: boolean
  /** Permissions of a new file. */
  readonly mode: number
}

/**
 * A file that a client has open. What it writes is gathered and kept at once (`flush`): a disk is stored in one piece. The
 * race: another session or the driver writes the same file meanwhile; then the last writer wins, but authorized_keys are
 * merged by lines, from what the file held when it was opened. So truncating shows with the first flush only.
 */
export class OpenFile {
  readonly #disk: MachineDisk
  readonly #path: string
  readonly #openMode: OpenMode
  /** Most bytes the file can have on this disk. */
  readonly #room: number
  /** The kept entry that the next flush starts from. */
  #before: DiskEntry | undefined
  #bytes: Buffer
  #size: number
  #mode: number
  #mtimeMs: number
  #isDirty = false
  /** Not only its attributes changed. */
  #hasContent = false
  /** There was no room for all of it: nothing of it is kept then, as little as of a shell's command. */
  #isLost = false

  private constructor(disk: MachineDisk, tree: DiskTree, { path, mode }: { path: string; mode: OpenMode }) {
    const { entry } = tree.at(path, { follow: false })
    const content = contentOf(entry)
    this.#disk = disk
    this.#path = path
    this.#openMode = mode
    this.#before = tree.kept[path]
    this.#bytes = mode.truncates ? Buffer.alloc(0) : content
    this.#size = this.#bytes.length
    this.#mode = entry.kind === 'link' ? 0 : entry.mode
    this.#mtimeMs = 'mtimeMs' in entry ? entry.mtimeMs : 0
    this.#room = Math.max(0, DISK_BYTES - usedBytes(tree.kept) + content.length)
    if (mode.truncates && content.length > 0) this.#changed()
  }

  /** @throws FileError as open(2) */
  static async open(disk: MachineDisk, path: string, mode: OpenMode): Promise<OpenFile> {
    const open = (tree: DiskTree) => new OpenFile(disk, tree, { path: reach(tree, path), mode })
    if (!mode.creates) return open(await disk.read())
    return disk.change((tree) => {
      const { entry } = tree.find(path, { follow: !mode.isExclusive })
      if (entry !== undefined && mode.isExclusive) throw new FileError('EEXIST')
      if (entry === undefined) tree.writeFile(path, Buffer.alloc(0), { mode: mode.mode, mtimeMs: disk.now() })
      return open(tree)
    })
  }

  get size(): number {
    return this.#size
  }

  get facts(): { readonly mode: number; readonly size: number; readonly mtimeMs: number } {
    return { mode: 0o100000 | this.#mode, size: this.#size, mtimeMs: this.#mtimeMs }
  }

  /** The bytes from an offset on, at most so many; none at the end. */
  read(offset: number, length: number): Buffer {
    return this.#bytes.subarray(0, this.#size).subarray(offset, offset + length)
  }

  /** @throws FileError `ENOSPC`; `EINVAL` for a file opened for reading */
  write(offset: number, data: Buffer): void {
    if (!this.#openMode.writes) throw new FileError('EINVAL')
    const start = this.#openMode.appends ? this.#size : offset
    this.#reserve(start + data.length)
    data.copy(this.#bytes, start)
    this.#size = Math.max(this.#size, start + data.length)
    this.#changed()
  }

  /** @throws FileError as `write` */
  setAttributes({ size, mode, mtimeMs }: { size?: number; mode?: number; mtimeMs?: number }): void {
    if (size !== undefined) {
      if (!this.#openMode.writes) throw new FileError('EINVAL')
      this.#reserve(size)
      this.#bytes.fill(0, Math.min(this.#size, size))
      this.#size = size
      this.#changed()
    }
    this.#isDirty = true
    this.#mode = mode ?? this.#mode
    this.#mtimeMs = mtimeMs ?? this.#mtimeMs
  }

  /**
   * Keeps what was written. A file that was removed meanwhile stays removed.
   * @throws FileError `ENOSPC`, from then on every time
   */
  async flush(): Promise<void> {
    if (!this.#isDirty) return
    if (this.#isLost) throw new FileError('ENOSPC')
    try {
      if (isFileAt(await this.#disk.read(), this.#path)) await this.#keep()
      this.#isDirty = false
    } catch (error) {
      this.#isLost ||= error instanceof FileError
      throw error
    }
  }

  async #keep(): Promise<void> {
    const attributes = { mode: this.#mode, mtimeMs: this.#mtimeMs }
    if (!this.#hasContent) {
      return this.#disk.change((tree) => tree.setAttributes(this.#path, attributes))
    }
    const wanted = fileEntry(this.#bytes.subarray(0, this.#size), attributes)
    const before = this.#before === undefined ? {} : { [this.#path]: this.#before }
    await this.#disk.merge(before, new Map([[this.#path, wanted]]))
    this.#before = wanted
  }

  #changed(): void {
    this.#isDirty = true
    this.#hasContent = true
    this.#mtimeMs = this.#disk.now()
  }

  #reserve(size: number): void {
    if (!(size <= this.#room)) {
      this.#isLost = true
      this.#isDirty = true
      throw new FileError('ENOSPC')
    }
    if (size <= this.#bytes.length) return
    const larger = Buffer.alloc(Math.min(this.#room, Math.max(size, 2 * this.#bytes.length, 4096)))
    this.#bytes.copy(larger, 0, 0, this.#size)
    this.#bytes = larger
  }
}

/** Where a file to open is. */
function reach(tree: DiskTree, path: string): string {
  const found = tree.at(path, { follow: true })
  if (found.entry.kind === 'directory') throw new FileError('EISDIR')
  return found.path
}

/** Whether a file is there still; its directory may be gone, too. */
function isFileAt(tree: DiskTree, path: string): boolean {
  try {
    const { kind } = tree.at(path, { follow: false }).entry
    return kind === 'file' || kind === 'binary'
  } catch (error) {
    if (error instanceof FileError) return false
    throw error
  }
}
