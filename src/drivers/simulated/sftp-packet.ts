import type { FileError, PresentEntry } from './disk-tree.ts'
import { contentOf } from './disk-tree.ts'

/** Requests and answers. Source: draft-ietf-secsh-filexfer-02 §3. */
export const PACKET = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  setstat: 9,
  fsetstat: 10,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  rmdir: 15,
  realpath: 16,
  stat: 17,
  rename: 18,
  readlink: 19,
  symlink: 20,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attrs: 105,
  extended: 200,
} as const

/** Codes of a status answer. Source: draft-ietf-secsh-filexfer-02 §7. */
export const STATUS = { ok: 0, eof: 1, noSuchFile: 2, denied: 3, failure: 4, badMessage: 5, unsupported: 8 }

/** A packet that does not read: the session is over. */
export class BadPacket extends Error {}

/** Attributes in a request; only what a disk can keep. */
export interface WireAttributes {
  readonly size?: number
  readonly mode?: number
  readonly mtimeMs?: number
}

/** Reads the fields of a request in order. Every method throws `BadPacket` at the end. */
export class PacketReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  byte(): number {
    return this.#take(1).readUInt8()
  }

  number(): number {
    return this.#take(4).readUInt32BE()
  }

  /** An offset or a size; what no file here can reach is infinite. */
  long(): number {
    const value = this.#take(8).readBigUInt64BE()
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(value)
  }

  bytes(): Buffer {
    return this.#take(this.number())
  }

  text(): string {
    return this.bytes().toString('utf8')
  }

  /** Source: draft-ietf-secsh-filexfer-02 §5. */
  attributes(): WireAttributes {
    const flags = this.number()
    const size = flags & ATTRIBUTE.size ? { size: this.long() } : {}
    if (flags & ATTRIBUTE.owner) this.#take(8)
    const mode = flags & ATTRIBUTE.mode ? { mode: this.number() & 0o7777 } : {}
    if (flags & ATTRIBUTE.times) this.#take(4)
    const time = flags & ATTRIBUTE.times ? { mtimeMs: this.number() * 1000 } : {}
    return { ...size, ...mode, ...time }
  }

  #take(count: number): Buffer {
    if (this.#at + count > this.#bytes.length) throw new BadPacket('a request is too short')
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }
}

const ATTRIBUTE = { size: 1, owner: 2, mode: 4, times: 8 }

/** A packet with its length before it. */
export function packet(type: number, ...fields: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat([Buffer.from([type]), ...fields])
  return Buffer.concat([number(body.length), body])
}

export function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

export function text(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([number(bytes.length), bytes])
}

export function status(id: number, code: number, message: string): Buffer {
  return packet(PACKET.status, number(id), number(code), text(message), text(''))
}

/** What OpenSSH's server makes of an error, so that clients show the words they know. */
export function refusal(id: number, { code, message }: FileError): Buffer {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
      return status(id, STATUS.noSuchFile, message)
    case 'EROFS':
      return status(id, STATUS.denied, message)
    case 'ENAMETOOLONG':
    case 'EINVAL':
      return status(id, STATUS.badMessage, message)
    case 'EBUSY':
    case 'EEXIST':
    case 'EISDIR':
    case 'EMFILE':
    case 'ENOSPC':
    case 'ENOTEMPTY':
      return status(id, STATUS.failure, message)
  }
}

/** What is told of a path. */
export interface FileFacts {
  /** With the bits that say what it is. */
  readonly mode: number
  readonly size: number
  readonly mtimeMs: number
}

/** Facts of an entry; a disk keeps times for files only. */
export function factsOf(entry: PresentEntry): FileFacts {
  if (entry.kind === 'directory') return { mode: 0o040000 | entry.mode, size: 0, mtimeMs: 0 }
  if (entry.kind === 'link') return { mode: 0o120777, size: Buffer.byteLength(entry.target), mtimeMs: 0 }
  return { mode: 0o100000 | entry.mode, size: contentOf(entry).length, mtimeMs: entry.mtimeMs }
}

export function attributes({ mode, size, mtimeMs }: FileFacts, user: string): Buffer {
  const uid = number(user === 'root' ? 0 : 1000)
  const time = number(Math.floor(mtimeMs / 1000))
  const flags = ATTRIBUTE.size | ATTRIBUTE.owner | ATTRIBUTE.mode | ATTRIBUTE.times
  return Buffer.concat([number(flags), number(0), number(size), uid, uid, number(mode), time, time])
}

/** A line of `ls -l`, which some clients show as it comes. */
export function longName(name: string, { mode, size, mtimeMs }: FileFacts, user: string): string {
  const kind = mode >> 12 === 0o04 ? 'd' : mode >> 12 === 0o12 ? 'l' : '-'
  const rights = [6, 3, 0].map((shift) => letters((mode >> shift) & 7)).join('')
  const [, day = '', month = '', year = ''] =
    /^\w+, (\d\d) (\w+) (\d+)/.exec(new Date(mtimeMs).toUTCString()) ?? []
  const owner = user.padEnd(8)
  return `${kind}${rights}    1 ${owner} ${owner} ${String(size).padStart(8)} ${month} ${day}  ${year} ${name}`
}

function letters(bits: number): string {
  return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`
}
