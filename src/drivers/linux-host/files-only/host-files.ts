import type { SFTPWrapper, Stats } from 'ssh2'

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
    return new HostFiles(connection, await connection.sftp(signal), signal)
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
    const content = await this.#ask<Buffer>(path, (done) => this.#sftp.readFile(path, done))
    return { content, stats }
  }

  /** Undefined when there is nothing of that name. */
  stat(path: string): Promise<Stats | undefined> {
    return this.#ask<Stats | undefined>(path, (done) =>
      this.#sftp.stat(path, (error, stats) =>
        isAbsent(error) ? done(undefined, undefined) : done(error, stats),
      ),
    )
  }

  makeFolder(path: string): Promise<void> {
    return this.#ask(path, (done) => this.#sftp.mkdir(path, { mode: 0o700 }, done))
  }

  /** Writes a file that must not be there yet, with its bytes on the disk where the server can promise that. */
  async create(path: string, content: Buffer, mode: number): Promise<void> {
    const handle = await this.#ask<Buffer>(path, (done) => this.#sftp.open(path, 'wx', { mode }, done))
    try {
      if (content.length > 0) await this.#write(path, handle, content)
      await this.#flush(path, handle)
    } finally {
      await this.#ask(path, (done) => this.#sftp.close(handle, done))
    }
  }

  /** Gives a file the mode of another one, and its owner and group where the server lets us. */
  async likeness(path: string, of: Stats): Promise<void> {
    const own = await this.stat(path)
    if (own && (own.uid !== of.uid || own.gid !== of.gid)) {
      await this.#ask(path, (done) => this.#sftp.chown(path, of.uid, of.gid, done))
    }
    await this.#ask(path, (done) => this.#sftp.chmod(path, of.mode & 0o7777, done))
  }

  /**
   * Puts a file in the place of another in one step.
   * @throws MachineError when the server has no such request: there would be a moment without a file
   */
  replace(by: string, path: string): Promise<void> {
    // ssh2 throws for a request that the server has not announced. Source: OpenSSH PROTOCOL §4.3.
    return this.#ask(path, (done) => this.#sftp.ext_openssh_rename(by, path, done))
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
      try {
        request(done)
      } catch (error) {
        asked.reject(this.#problem(path, 'the server cannot replace a file in one step', error))
      }
      return asked.promise
    })
  }

  #problem(path: string, why: string, cause?: unknown): MachineError {
    return new MachineError(`${this.#connection.name}: ${path}: ${why}`, { cause })
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === NO_SUCH_FILE
}
