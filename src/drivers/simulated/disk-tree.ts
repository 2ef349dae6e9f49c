import { posix } from 'node:path'
import { VOLATILE, baseDisk, isKept } from './base-disk.ts'
import { fileContent, fileEntry, homeOf, type Disk, type DiskEntry } from './disk.ts'

/** Links followed for one path. Source: path_resolution(7). */
const MAX_LINKS = 40

/** Longest path and longest name in it, in bytes. Source: limits.h(0p), PATH_MAX with its final NUL; NAME_MAX. */
const LONGEST_PATH = 4095
const LONGEST_NAME = 255

/** What Linux says of each refusal. Source: errno(3). */
const WORDS = {
  EBUSY: 'Device or resource busy',
  EEXIST: 'File exists',
  EINVAL: 'Invalid argument',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  ENOENT: 'No such file or directory',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  EROFS: 'Read-only file system',
}

/** A refusal of the file system; its message is what Linux prints. */
export class FileError extends Error {
  readonly code: keyof typeof WORDS

  constructor(code: keyof typeof WORDS) {
    super(WORDS[code])
    this.name = 'FileError'
    this.code = code
  }
}

export type PresentEntry = Exclude<DiskEntry, { kind: 'removed' }>

/** A path with its links followed. */
export interface Place {
  readonly path: string
  /** Absent where nothing is there; the directory it would be in is there. */
  readonly entry: PresentEntry | undefined
}

/** Attributes that a disk keeps: permissions of files and directories, the time of files. */
export interface Attributes {
  readonly mode?: number
  readonly mtimeMs?: number
}

/**
 * A machine's whole disk as its login user sees it, as a copy to read and change. Everything belongs to that user: nothing
 * is refused for lack of permission. What the shell alone fills (`/bin` and the like) is empty here and cannot be
 * written. Paths may be relative to the home directory. Every method throws `FileError`.
 */
export class DiskTree {
  readonly #base: Disk
  readonly #home: string
  readonly #kept: Record<string, DiskEntry>
  #isChanged = false

  constructor(owner: { readonly instanceId: string; readonly user: string }, kept: Disk) {
    this.#base = baseDisk(owner)
    this.#home = homeOf(owner.user)
    this.#kept = { ...kept }
  }

  /** What differs from the disk every machine is born with. */
  get kept(): Disk {
    return this.#kept
  }

  /** Whether anything was changed, if only to what it was. */
  get isChanged(): boolean {
    return this.#isChanged
  }

  /** Where a path leads. The last link of it is followed only when told so. */
  find(path: string, { follow }: { follow: boolean }): Place {
    if (Buffer.byteLength(path) > LONGEST_PATH) throw new FileError('ENAMETOOLONG')
    if (path.includes('\0')) throw new FileError('EINVAL')
    const rest = parts(path.startsWith('/') ? path : `${this.#home}/${path}`)
    const mustBeDirectory = /(?:^|\/)\.{0,2}$/.test(path)
    let at = '/'
    let links = 0
    for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
      const next = this.#step(at, name)
      const entry = this.#entry(next)
      if (entry?.kind === 'link' && (follow || mustBeDirectory || rest.length > 0)) {
        links += 1
        if (links > MAX_LINKS) throw new FileError('ELOOP')
        rest.unshift(...parts(entry.target))
        if (entry.target.startsWith('/')) at = '/'
      } else at = next
    }
    const entry = this.#entry(at)
    if (mustBeDirectory && entry !== undefined && entry.kind !== 'directory') throw new FileError('ENOTDIR')
    return { path: at, entry }
  }

  /** What is at a path. */
  at(path: string, options: { follow: boolean }): { path: string; entry: PresentEntry } {
    const { path: found, entry } = this.find(path, options)
    if (entry === undefined) throw new FileError('ENOENT')
    return { path: found, entry }
  }

  /** Names in a directory, in order, with what they are. */
  list(path: string): readonly { readonly name: string; readonly entry: PresentEntry }[] {
    const directory = this.at(path, { follow: true })
    if (directory.entry.kind !== 'directory') throw new FileError('ENOTDIR')
    const prefix = directory.path === '/' ? '/' : `${directory.path}/`
    const names = this.#present()
      .filter((found) => found.startsWith(prefix) && found !== prefix)
      .map((found) => found.slice(prefix.length).split('/', 1)[0] ?? '')
    return [...new Set(names)].sort().flatMap((name) => {
      const entry = this.#entry(prefix + name)
      return entry === undefined ? [] : { name, entry }
    })
  }

  /** Writes a whole file, new or old; returns its path. An old file keeps its permissions where none are given. */
  writeFile(path: string, content: Uint8Array, attributes: { mode?: number; mtimeMs: number }): string {
    const { path: found, entry } = this.find(path, { follow: true })
    if (entry?.kind === 'directory' || path.endsWith('/')) throw new FileError('EISDIR')
    const old = entry === undefined || entry.kind === 'link' ? 0o644 : entry.mode
    const { mode = old, mtimeMs } = attributes
    this.#put(found, fileEntry(content, { mode: mode & 0o7777, mtimeMs }))
    return found
  }

  makeDirectory(path: string, mode: number): void {
    const { path: found, entry } = this.find(path, { follow: false })
    if (entry !== undefined) throw new FileError('EEXIST')
    this.#put(found, { kind: 'directory', mode: mode & 0o7777 })
  }

  link(path: string, target: string): void {
    const { path: found, entry } = this.find(path, { follow: false })
    if (entry !== undefined) throw new FileError('EEXIST')
    if (target === '') throw new FileError('ENOENT')
    if (Buffer.byteLength(target) > LONGEST_PATH) throw new FileError('ENAMETOOLONG')
    this.#put(found, { kind: 'link', target })
  }

  /** Removes a file or a link. */
  remove(path: string): void {
    const { path: found, entry } = this.at(path, { follow: false })
    if (entry.kind === 'directory') throw new FileError('EISDIR')
    this.#delete(found)
  }

  removeDirectory(path: string): void {
    const { path: found, entry } = this.at(path, { follow: false })
    if (entry.kind !== 'directory') throw new FileError('ENOTDIR')
    if (this.list(found).length > 0) throw new FileError('ENOTEMPTY')
    this.#delete(found)
  }

  /** Moves a file, a link or a directory with all that is in it. Source: rename(2). */
  rename(from: string, to: string, { replaces }: { replaces: boolean }): void {
    const source = this.at(from, { follow: false })
    const target = this.find(to, { follow: false })
    if (target.path === source.path) return
    if (target.path.startsWith(`${source.path}/`) || source.path === '/') throw new FileError('EINVAL')
    if (target.entry !== undefined) {
      if (!replaces) throw new FileError('EEXIST')
      this.#makeWay(source.entry, { path: target.path, entry: target.entry })
    }
    const moved = this.#present().filter((path) => path === source.path || path.startsWith(`${source.path}/`))
    for (const path of moved) {
      const entry = this.#entry(path)
      if (entry === undefined) continue
      this.#put(target.path + path.slice(source.path.length), entry)
      this.#delete(path)
    }
  }

  /** Sets what the disk keeps; times of directories and links are taken and forgotten. */
  setAttributes(path: string, { mode, mtimeMs }: Attributes): void {
    const { path: found, entry } = this.at(path, { follow: true })
    if (entry.kind === 'link') return
    const permissions = mode === undefined ? entry.mode : mode & 0o7777
    if (entry.kind === 'directory') this.#put(found, { ...entry, mode: permissions })
    else this.#put(found, { ...entry, mode: permissions, mtimeMs: mtimeMs ?? entry.mtimeMs })
  }

  /** One name further; the place it is taken from must be a directory. */
  #step(at: string, name: string): string {
    const entry = this.#entry(at)
    if (entry?.kind !== 'directory') throw new FileError(entry === undefined ? 'ENOENT' : 'ENOTDIR')
    if (name === '..') return posix.dirname(at)
    if (Buffer.byteLength(name) > LONGEST_NAME) throw new FileError('ENAMETOOLONG')
    return at === '/' ? `/${name}` : `${at}/${name}`
  }

  #makeWay(source: PresentEntry, target: { path: string; entry: PresentEntry }): void {
    const isDirectory = target.entry.kind === 'directory'
    if (isDirectory !== (source.kind === 'directory')) throw new FileError(isDirectory ? 'EISDIR' : 'ENOTDIR')
    if (isDirectory) this.removeDirectory(target.path)
  }

  #entry(path: string): PresentEntry | undefined {
    const found = this.#kept[path] ?? this.#base[path]
    if (found !== undefined) return found.kind === 'removed' ? undefined : found
    // Directories that nobody keeps: the shell's own, and those whose only trace is what lies in them.
    const isImplied =
      path === '/' || VOLATILE.includes(path) || this.#present().some((other) => other.startsWith(`${path}/`))
    return isImplied ? { kind: 'directory', mode: 0o755 } : undefined
  }

  #present(): readonly string[] {
    const paths = new Set([...Object.keys(this.#base), ...Object.keys(this.#kept), ...VOLATILE])
    return [...paths].filter((path) => this.#kept[path]?.kind !== 'removed')
  }

  #put(path: string, entry: PresentEntry): void {
    if (path === '/') throw new FileError('EBUSY')
    if (!isKept(path)) throw new FileError('EROFS')
    if (Buffer.byteLength(path) > LONGEST_PATH) throw new FileError('ENAMETOOLONG')
    this.#kept[path] = entry
    this.#isChanged = true
  }

  #delete(path: string): void {
    if (path === '/') throw new FileError('EBUSY')
    if (!isKept(path)) throw new FileError('EROFS')
    this.#isChanged = true
    if (this.#base[path] === undefined) delete this.#kept[path]
    else this.#kept[path] = { kind: 'removed' }
  }
}

/** The bytes of a file. */
export function contentOf(entry: PresentEntry): Buffer {
  if (entry.kind === 'directory') throw new FileError('EISDIR')
  const content = fileContent(entry)
  if (content === undefined) throw new FileError('EINVAL')
  return content
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.')
}
