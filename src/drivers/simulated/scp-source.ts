import { posix } from 'node:path'
import { FileError, contentOf, type DiskTree, type PresentEntry } from './disk-tree.ts'
import type { MachineDisk } from './machine-disk.ts'
import type { ScpChannel } from './scp-channel.ts'
import type { ScpOptions } from './scp-command.ts'

/** Links make a directory contain itself: how deep a copy goes. */
const DEEPEST = 64

/** The end of a copy that reads: `scp -f`. It sends the disk as it was when the copy began. */
export class ScpSource {
  readonly #disk: MachineDisk
  readonly #channel: ScpChannel
  readonly #options: ScpOptions

  constructor(disk: MachineDisk, channel: ScpChannel, options: ScpOptions) {
    this.#disk = disk
    this.#channel = channel
    this.#options = options
  }

  async run(): Promise<void> {
    if (!(await this.#channel.isAccepted())) return
    const tree = await this.#disk.read()
    for (const path of this.#options.paths) await this.#send(tree, path.replace(/(?<=^\/|[^/])\/+$/, ''), 0)
  }

  async #send(tree: DiskTree, path: string, depth: number): Promise<void> {
    try {
      const { entry } = tree.at(path, { follow: true })
      if (entry.kind !== 'directory') return await this.#file(path, entry)
      if (!this.#options.isRecursive) return await this.#channel.complain(path, 'not a regular file')
      if (depth >= DEEPEST) throw new FileError('ELOOP')
      await this.#directory(tree, path, { mode: entry.mode, depth })
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      await this.#channel.complain(path, error.message)
    }
  }

  async #file(path: string, entry: PresentEntry): Promise<void> {
    const content = contentOf(entry)
    const { mode, mtimeMs } = entry.kind === 'link' ? { mode: 0, mtimeMs: 0 } : { mtimeMs: 0, ...entry }
    if (!(await this.#announceTime(mtimeMs))) return
    await this.#channel.send(`C${octal(mode)} ${content.length} ${posix.basename(path)}\n`)
    if (!(await this.#channel.isAccepted())) return
    await this.#channel.send(content)
    await this.#channel.accept()
    await this.#channel.isAccepted()
  }

  async #directory(
    tree: DiskTree,
    path: string,
    { mode, depth }: { mode: number; depth: number },
  ): Promise<void> {
    if (!(await this.#announceTime(this.#disk.now()))) return
    await this.#channel.send(`D${octal(mode)} 0 ${posix.basename(path)}\n`)
    if (!(await this.#channel.isAccepted())) return
    for (const { name } of tree.list(path)) await this.#send(tree, posix.join(path, name), depth + 1)
    await this.#channel.send('E\n')
    await this.#channel.isAccepted()
  }

  /** Whether the other side took the time; it is sent where it is asked for. */
  async #announceTime(mtimeMs: number): Promise<boolean> {
    if (!this.#options.preserves) return true
    const seconds = Math.floor(mtimeMs / 1000)
    await this.#channel.send(`T${seconds} 0 ${seconds} 0\n`)
    return this.#channel.isAccepted()
  }
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}
