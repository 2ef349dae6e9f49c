import { posix } from 'node:path'
import { DISK_BYTES, UMASK } from './disk.ts'
import { FileError, type DiskTree, type PresentEntry } from './disk-tree.ts'
import type { MachineDisk } from './machine-disk.ts'
import { ScpOver, type ScpChannel } from './scp-channel.ts'
import type { ScpOptions } from './scp-command.ts'

/** Deepest directory in a directory; far below it the path is too long. */
const DEEPEST = 256

/** A `C` or `D` line: a file's or a directory's permissions, size and name. */
interface Announced {
  readonly kind: 'C' | 'D'
  readonly mode: number
  readonly size: number
  readonly name: string
  /** From the `T` line before it. */
  readonly mtimeMs: number | undefined
}

/** The end of a copy that writes: `scp -t`. Each file is kept when its last byte is there. */
export class ScpSink {
  readonly #disk: MachineDisk
  readonly #channel: ScpChannel
  readonly #options: ScpOptions

  constructor(disk: MachineDisk, channel: ScpChannel, options: ScpOptions) {
    this.#disk = disk
    this.#channel = channel
    this.#options = options
  }

  /** @throws ScpOver when the other side breaks the protocol, after it was told */
  async run(): Promise<void> {
    const [target = '.'] = this.#options.paths
    if (this.#options.needsDirectory && entryAt(await this.#disk.read(), target)?.kind !== 'directory') {
      return this.#channel.complain(target, new FileError('ENOTDIR').message)
    }
    await this.#receive(target, 0)
  }

  /** Takes what comes for a target, up to the end of its directory or of the copy. */
  async #receive(target: string, depth: number): Promise<void> {
    await this.#channel.accept()
    let mtimeMs: number | undefined
    for (;;) {
      const line = await this.#channel.line()
      if (line === undefined) return
      // A complaint of the other side: it has shown it to its user already.
      if (line.startsWith('\x01')) {
        this.#channel.hasFailed = true
        continue
      }
      if (line.startsWith('\x02')) throw new ScpOver()
      if (line === 'E' && depth > 0) return this.#channel.accept()
      const times = /^T(\d{1,11}) \d{1,6} \d{1,11} \d{1,6}$/.exec(line)
      if (times !== null) {
        mtimeMs = Number(times[1]) * 1000
        await this.#channel.accept()
        continue
      }
      const announced = await this.#announced(line, mtimeMs)
      mtimeMs = undefined
      if (announced.kind === 'C') await this.#file(target, announced)
      else await this.#directory(target, announced, depth)
    }
  }

  async #announced(line: string, mtimeMs: number | undefined): Promise<Announced> {
    const found = /^([CD])(\d{4}) (\d{1,15}) ([^/]+)$/.exec(line)
    const [, kind, mode = '', size = '', name = ''] = found ?? []
    const isWrong = kind === undefined || name === '.' || name === '..' || /[^0-7]/.test(mode)
    if (isWrong) return this.#breakOff(`protocol error: unexpected line`)
    if (kind === 'D' && !this.#options.isRecursive) {
      return this.#breakOff('protocol error: received directory without -r')
    }
    return {
      kind: kind === 'C' ? 'C' : 'D',
      mode: Number.parseInt(mode, 8),
      size: Number(size),
      name,
      mtimeMs: this.#options.preserves ? mtimeMs : undefined,
    }
  }

  async #file(target: string, { mode, size, name, mtimeMs }: Announced): Promise<void> {
    const tree = await this.#disk.read()
    const path = inside(tree, target, name)
    // Refused before its bytes are on their way: the other side then goes on with the next file.
    const refused = size > DISK_BYTES ? new FileError('ENOSPC') : refusal(tree, path)
    if (refused !== undefined) return this.#channel.complain(path, refused.message)
    await this.#channel.accept()
    const content = await this.#channel.input.exactly(size)
    if (content === undefined) throw new ScpOver()
    if (!(await this.#channel.isAccepted())) return
    const isKept = await this.#try(path, (now) => {
      const isNew = entryAt(now, path) === undefined
      const permissions = this.#options.preserves ? { mode } : isNew ? { mode: mode & ~UMASK } : {}
      now.writeFile(path, content, { mtimeMs: mtimeMs ?? this.#disk.now(), ...permissions })
    })
    if (isKept) await this.#channel.accept()
  }

  async #directory(target: string, { mode, name }: Announced, depth: number): Promise<void> {
    const path = inside(await this.#disk.read(), target, name)
    if (depth >= DEEPEST) return this.#breakOff(`${path}: File name too long`)
    const isThere = await this.#try(path, (tree) => {
      const old = entryAt(tree, path)
      if (old === undefined) tree.makeDirectory(path, this.#options.preserves ? mode : mode & ~UMASK)
      else if (old.kind !== 'directory') throw new FileError('ENOTDIR')
      else if (this.#options.preserves) tree.setAttributes(path, { mode })
    })
    if (isThere) await this.#receive(path, depth + 1)
  }

  /** Whether a change was made; the other side is told when not. */
  async #try(path: string, change: (tree: DiskTree) => void): Promise<boolean> {
    try {
      await this.#disk.change(change)
      return true
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      await this.#channel.complain(path, error.message)
      return false
    }
  }

  async #breakOff(message: string): Promise<never> {
    await this.#channel.complain('', message)
    throw new ScpOver()
  }
}

/** Where a file goes: into the target where that is a directory, else it is the target. */
function inside(tree: DiskTree, target: string, name: string): string {
  return entryAt(tree, target)?.kind === 'directory' ? posix.join(target, name) : target
}

function entryAt(tree: DiskTree, path: string): PresentEntry | undefined {
  try {
    return tree.find(path, { follow: true }).entry
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
}

/** Why a file cannot be written, tried on a copy of the disk. */
function refusal(tree: DiskTree, path: string): FileError | undefined {
  try {
    tree.writeFile(path, Buffer.alloc(0), { mtimeMs: 0 })
    return undefined
  } catch (error) {
    if (error instanceof FileError) return error
    throw error
  }
}
