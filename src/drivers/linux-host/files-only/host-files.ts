import type { FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2'

import { MachineError } from '../../../core/machines/driver.ts'
import type { SshConnection } from '../ssh/connection.ts'

/** Longest that one request may take, in milliseconds. */
const STEP_MS = 20_000

/** Source: draft-ietf-secsh-filexfer-02 §7, SSH_FX_NO_SUCH_FILE. */
const NO_SUCH_FILE = 2

/** More than this is no key file. */
const MOST_BYTES = 8 * 1024 * 1024

export interface FileLook {
  readonly content: Buffer
  readonly stats: Stats
}

/** Files of a host that serves nothing else. Every failure is a `MachineError` that names the host and the file. */
export class HostFiles implements Disposable {
  readonly #connection: SshConnection
  readonly #sftp: SFTPWrapper
  readonly #signal: AbortSignal

  private constructor(connection: SshConnection, sftp: SFTPWrapper, signal: AbortSignal) {
    this.#connection = connection
    this.#sftp = sftp
    this.#signal = signal
  }

  static async open(connection: SshConnection, signal: AbortSignal): Promise<HostFiles> {
    return new HostFiles(connection, await connection.sftp({ signal, timeoutMs: STEP_MS }), signal)
  }

  /** The same files, for work that goes on when its caller has given up; not to be disposed of. */
  until(signal: AbortSignal): HostFiles {
    return new HostFiles(this.#connection, this.#sftp, signal)
  }

  [Symbol.dispose](): void {
    this.#sftp.end()
  }

  /** The path without links, as the server sees it; relative ones begin at the home directory. */
  realPath(path: string): Promise<string> {
    return this.#ask(path, (done) => this.#sftp.realpath(path, done))
  }

  /** Undefined when there is no such file. */
  async look(path: string): Promise<FileLook | undefined> {
    const stats = await this.stat(path)
    if (stats === undefined) return undefined
    if (!stats.isFile()) throw this.#problem(path, 'it is no regular file')
    if (stats.size > MOST_BYTES) throw this.#problem(path, 'it is larger than 8 MiB')
    const content = await this.#ask<Buffer | undefined>(path, (done) =>
      this.#sftp.readFile(path, unlessAbsent(done)),
    )
    return content && { content, stats }
  }

  /** What a path leads to; undefined when there is nothing of that name, or a link leads to nothing. */
  stat(path: string): Promise<Stats | undefined> {
    return this.#ask<Stats | undefined>(path, (done) => this.#sftp.stat(path, unlessAbsent(done)))
  }

  /** As {@link stat}, of a link itself. */
  linkStat(path: string): Promise<Stats | undefined> {
    return this.#ask<Stats | undefined>(path, (done) => this.#sftp.lstat(path, unlessAbsent(done)))
  }

  /** Names of what is in a folder. */
  async list(path: string): Promise<readonly string[]> {
    const entries = await this.#ask<FileEntryWithStats[]>(path, (done) => this.#sftp.readdir(path, done))
    return entries.map(({ filename }) => filename)
  }

  makeFolder(path: string): Promise<void> {
    return this.#ask(path, (done) => this.#sftp.mkdir(path, { mode: 0o700 }, done))
  }

  /**
   * Writes a file that must not be there yet, with its bytes on the disk where the server can promise that. One that
   * could not be written as a whole is taken away again.
   */
  async create(path: string, content: Buffer, mode: number): Promise<void> {
    const handle = await this.#ask<Buffer>(path, (done) => this.#sftp.open(path, 'wx', { mode }, done))
    try {
      try {
        if (content.length > 0) await this.#write(path, handle, content)
        await this.#flush(path, handle)
      } finally {
        await this.#ask(path, (done) => this.#sftp.close(handle, done))
      }
    } catch (error) {
      await this.remove(path).catch(() => undefined)
      throw error
    }
  }

  /**
   * Gives a file the owner, group and mode of another one. A group that the server does not let us give is not given; the
   * file is not writable for the other group then.
   * @throws MachineError when the owner cannot be the same: sshd passes over keys in a file of somebody else
   */
  async likeness(path: string, of: Pick<Stats, 'uid' | 'gid' | 'mode'>): Promise<void> {
    const own = await this.stat(path)
    let mode = of.mode & 0o7777
    if (own && (own.uid !== of.uid || own.gid !== of.gid)) {
      try {
        await this.#ask(path, (done) => this.#sftp.chown(path, of.uid, of.gid, done))
      } catch (error) {
        if (own.uid !== of.uid) throw error
        mode &= ~0o020
      }
    }
    await this.#ask(path, (done) => this.#sftp.chmod(path, mode, done))
  }

  /**
   * Puts a file in the place of another in one step. Source: OpenSSH PROTOCOL §4.3, posix-rename@openssh.com.
   * @throws MachineError when the server has no such request: there would be a moment without a file
   */
  replace(by: string, path: string): Promise<void> {
    return this.#ask(path, (done) => {
      try {
        this.#sftp.ext_openssh_rename(by, path, done)
      } catch (cause) {
        // ssh2 throws for a request that the server has not announced.
        const why =
          'the server cannot replace a file in one step (posix-rename@openssh.com): nothing is written'
        done(new Error(why, { cause }))
      }
    })
  }

  /** Removes a file; one that is not there is no failure. */
  remove(path: string): Promise<void> {
    return this.#ask(path, (done) =>
      this.#sftp.unlink(path, (error) => done(isAbsent(error) ? undefined : error)),
    )
  }

  async #write(path: string, handle: Buffer, content: Buffer): Promise<void> {
    await this.#ask(path, (done) => this.#sftp.write(handle, content, 0, content.length, 0, done))
  }

  /** Source: OpenSSH PROTOCOL §4.7, fsync@openssh.com; a server without it flushes when it likes. */
  async #flush(path: string, handle: Buffer): Promise<void> {
    await this.#ask(path, (done) => {
      try {
        this.#sftp.ext_openssh_fsync(handle, done)
      } catch {
        done(undefined)
      }
    })
  }

  async #ask<T = void>(
    path: string,
    request: (done: (error: Error | null | undefined, value?: T) => void) => void,
  ): Promise<T> {
    return this.#connection.inTime({ signal: this.#signal, timeoutMs: STEP_MS }, () => {
      const asked = Promise.withResolvers<T>()
      const done = (error: Error | null | undefined, value?: T) => {
        if (error) asked.reject(this.#problem(path, error.message, error))
        // A request without a value has T = void.
        else asked.resolve(value as T)
      }
      request(done)
      return asked.promise
    })
  }

  #problem(path: string, why: string, cause?: unknown): MachineError {
    return new MachineError(`${this.#connection.name}: ${path}: ${why}`, { cause })
  }
}

function unlessAbsent<T>(done: (error: Error | null | undefined, value?: T) => void) {
  return (error: Error | undefined, value: T) =>
    isAbsent(error) ? done(undefined, undefined) : done(error, value)
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === NO_SUCH_FILE
}
