import { FileError, contentOf, type Attributes, type DiskTree, type PresentEntry } from './disk-tree.ts'
import { DISK_BYTES, UMASK } from './disk.ts'
import type { MachineDisk } from './machine-disk.ts'
import { OpenFile } from './open-file.ts'
import * as wire from './sftp-packet.ts'

const { PACKET, STATUS } = wire

/** Files and directories open at once in one session, and the bytes they hold in all. */
const MAX_HANDLES = 64
const MAX_HELD_BYTES = 4 * DISK_BYTES

/** Most bytes of one answer to a read; clients ask again for the rest. Source: OpenSSH's `sftp-server`. */
const MOST_READ = 255 * 1024

/** Names in one answer. */
const NAMES_AT_ONCE = 100

/** Renames over what is there. Source: OpenSSH PROTOCOL §4.3. */
const POSIX_RENAME = 'posix-rename@openssh.com'

interface Listing {
  readonly names: { readonly name: string; readonly entry: PresentEntry }[]
}

/**
 * Answers the requests of one SFTP session, version 3, one after the other. Everything is done as the login user. What is
 * written to an open file is kept when it is closed, or when anything is asked about a path.
 * Source: draft-ietf-secsh-filexfer-02
 */
export class SftpServer {
  readonly #disk: MachineDisk
  readonly #handles = new Map<string, OpenFile | Listing>()
  #opened = 0

  constructor(disk: MachineDisk) {
    this.#disk = disk
  }

  /**
   * The answer to one request, given without its length.
   * @throws BadPacket when it does not read
   * @throws MachineDown when the machine went down
   */
  async answer(request: Buffer): Promise<Buffer> {
    const fields = new wire.PacketReader(request)
    const type = fields.byte()
    if (type === PACKET.init) {
      return wire.packet(PACKET.version, wire.number(3), wire.text(POSIX_RENAME), wire.text('1'))
    }
    const id = fields.number()
    try {
      return (await this.#onHandle(type, id, fields)) ?? (await this.#onPath(type, id, fields))
    } catch (error) {
      if (error instanceof FileError) return wire.refusal(id, error)
      throw error
    }
  }

  /** Keeps what is written to files that are still open. One without room is told so when it is closed. */
  async flush(): Promise<void> {
    for (const handle of this.#handles.values()) {
      if (!(handle instanceof OpenFile)) continue
      await handle.flush().catch((error: unknown) => {
        if (!(error instanceof FileError)) throw error
      })
    }
  }

  async #onHandle(type: number, id: number, fields: wire.PacketReader): Promise<Buffer | undefined> {
    switch (type) {
      case PACKET.close:
        return this.#close(id, fields.text())
      case PACKET.read: {
        const data = this.#file(fields.text()).read(fields.long(), Math.min(fields.number(), MOST_READ))
        if (data.length === 0) return wire.status(id, STATUS.eof, 'End of file')
        return wire.packet(PACKET.data, wire.number(id), wire.text(data))
      }
      case PACKET.write:
        return this.#write(id, fields)
      case PACKET.fstat:
        return this.#attributes(id, this.#file(fields.text()).facts)
      case PACKET.fsetstat:
        this.#file(fields.text()).setAttributes(fields.attributes())
        return done(id)
      case PACKET.readdir:
        return this.#readDirectory(id, fields.text())
      default:
        return undefined
    }
  }

  async #onPath(type: number, id: number, fields: wire.PacketReader): Promise<Buffer> {
    await this.flush()
    switch (type) {
      case PACKET.open:
        return this.#open(id, fields)
      case PACKET.opendir: {
        const names = (await this.#disk.read()).list(fields.text())
        return this.#hold(id, { names: [...names] })
      }
      case PACKET.stat:
      case PACKET.lstat: {
        const { entry } = (await this.#disk.read()).at(fields.text(), { follow: type === PACKET.stat })
        return this.#attributes(id, wire.factsOf(entry))
      }
      case PACKET.realpath: {
        const { path } = (await this.#disk.read()).find(fields.text(), { follow: true })
        return names(id, [{ name: path, long: path, attributes: wire.number(0) }])
      }
      case PACKET.readlink: {
        const { entry } = (await this.#disk.read()).at(fields.text(), { follow: false })
        if (entry.kind !== 'link') throw new FileError('EINVAL')
        return names(id, [{ name: entry.target, long: entry.target, attributes: wire.number(0) }])
      }
      default:
        return this.#change(type, id, fields)
    }
  }

  async #change(type: number, id: number, fields: wire.PacketReader): Promise<Buffer> {
    const change = changeOf(type, fields, this.#disk.now())
    if (change === undefined) return wire.status(id, STATUS.unsupported, 'Operation unsupported')
    await this.#disk.change(change)
    return done(id)
  }

  async #open(id: number, fields: wire.PacketReader): Promise<Buffer> {
    const path = fields.text()
    const flags = fields.number()
    const { mode = 0o666 } = fields.attributes()
    const file = await OpenFile.open(this.#disk, path, {
      writes: (flags & 0x02) !== 0,
      appends: (flags & 0x04) !== 0,
      creates: (flags & 0x08) !== 0,
      truncates: (flags & 0x10) !== 0,
      isExclusive: (flags & 0x28) === 0x28,
      mode: mode & ~UMASK,
    })
    return this.#hold(id, file)
  }

  #hold(id: number, handle: OpenFile | Listing): Buffer {
    const size = handle instanceof OpenFile ? handle.size : 0
    if (this.#handles.size >= MAX_HANDLES || this.#held + size > MAX_HELD_BYTES) throw new FileError('EMFILE')
    this.#opened += 1
    const name = String(this.#opened)
    this.#handles.set(name, handle)
    return wire.packet(PACKET.handle, wire.number(id), wire.text(name))
  }

  get #held(): number {
    const files = [...this.#handles.values()].filter((handle) => handle instanceof OpenFile)
    return files.reduce((sum, { size }) => sum + size, 0)
  }

  #file(name: string): OpenFile {
    const handle = this.#handles.get(name)
    if (!(handle instanceof OpenFile)) throw new FileError('ENOENT')
    return handle
  }

  #write(id: number, fields: wire.PacketReader): Buffer {
    const file = this.#file(fields.text())
    const offset = fields.long()
    const data = fields.bytes()
    if (this.#held + data.length > MAX_HELD_BYTES) throw new FileError('ENOSPC')
    file.write(offset, data)
    return done(id)
  }

  async #close(id: number, name: string): Promise<Buffer> {
    const handle = this.#handles.get(name)
    if (handle === undefined) throw new FileError('ENOENT')
    this.#handles.delete(name)
    if (handle instanceof OpenFile) await handle.flush()
    return done(id)
  }

  #readDirectory(id: number, name: string): Buffer {
    const handle = this.#handles.get(name)
    if (handle === undefined || handle instanceof OpenFile) throw new FileError('ENOENT')
    const some = handle.names.splice(0, NAMES_AT_ONCE)
    if (some.length === 0) return wire.status(id, STATUS.eof, 'End of file')
    const { user } = this.#disk.owner
    const told = some.map(({ name: found, entry }) => {
      const facts = wire.factsOf(entry)
      return {
        name: found,
        long: wire.longName(found, facts, user),
        attributes: wire.attributes(facts, user),
      }
    })
    return names(id, told)
  }

  #attributes(id: number, facts: wire.FileFacts): Buffer {
    return wire.packet(PACKET.attrs, wire.number(id), wire.attributes(facts, this.#disk.owner.user))
  }
}

/** What a request does to the disk; undefined for requests that are not known here. */
function changeOf(
  type: number,
  fields: wire.PacketReader,
  now: number,
): ((tree: DiskTree) => void) | undefined {
  if (type === PACKET.extended) {
    if (fields.text() !== POSIX_RENAME) return undefined
    const [from, to] = [fields.text(), fields.text()]
    return (tree) => tree.rename(from, to, { replaces: true })
  }
  if (!CHANGES.has(type)) return undefined
  const path = fields.text()
  switch (type) {
    case PACKET.setstat: {
      const attributes = fields.attributes()
      return (tree) => setAttributes(tree, path, { ...attributes, now })
    }
    case PACKET.remove:
      return (tree) => tree.remove(path)
    case PACKET.mkdir: {
      const { mode = 0o777 } = fields.attributes()
      return (tree) => tree.makeDirectory(path, mode & ~UMASK)
    }
    case PACKET.rmdir:
      return (tree) => tree.removeDirectory(path)
    case PACKET.symlink: {
      // OpenSSH's server takes the target first, against the draft, and so do its clients. Source: PROTOCOL §4.1.
      const linkPath = fields.text()
      return (tree) => tree.link(linkPath, path)
    }
    default: {
      const target = fields.text()
      return (tree) => tree.rename(path, target, { replaces: false })
    }
  }
}

const CHANGES: ReadonlySet<number> = new Set([
  PACKET.setstat,
  PACKET.remove,
  PACKET.mkdir,
  PACKET.rmdir,
  PACKET.symlink,
  PACKET.rename,
])

function setAttributes(
  tree: DiskTree,
  path: string,
  { size, now, ...kept }: Attributes & { size?: number; now: number },
): void {
  if (size !== undefined) {
    const content = contentOf(tree.at(path, { follow: true }).entry)
    if (size > DISK_BYTES) throw new FileError('ENOSPC')
    const resized = Buffer.alloc(size)
    content.copy(resized)
    tree.writeFile(path, resized, { mtimeMs: now })
  }
  tree.setAttributes(path, kept)
}

interface Name {
  readonly name: string
  readonly long: string
  readonly attributes: Buffer
}

function names(id: number, found: readonly Name[]): Buffer {
  const each = found.flatMap(({ name, long, attributes }) => [wire.text(name), wire.text(long), attributes])
  return wire.packet(PACKET.name, wire.number(id), wire.number(found.length), ...each)
}

function done(id: number): Buffer {
  return wire.status(id, STATUS.ok, 'Success')
}
