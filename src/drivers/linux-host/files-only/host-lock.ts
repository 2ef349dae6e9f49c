import { randomBytes } from 'node:crypto'
import { posix } from 'node:path'

import { MachineError } from '../../../core/machines/driver.ts'
import type { HostContext } from '../host-context.ts'
import type { FileLook, HostFiles } from './host-files.ts'
import type { KeyFolder } from './key-folder.ts'

const ASK_AGAIN_MS = 250
const MOST_TRIES = 10
/** Longest that clearing away may take when the caller has given up. */
const LAST_WORDS_MS = 10_000

type LockContext = Pick<HostContext, 'clock' | 'revertAfterMs' | 'wait'>

interface Place {
  readonly files: HostFiles
  readonly folder: KeyFolder
  readonly signal: AbortSignal
}

interface Replacement {
  readonly content: Buffer
  /** Whose owner, group and mode it gets; by default the connecting user's own, mode 0600. */
  readonly like?: Pick<FileLook['stats'], 'uid' | 'gid' | 'mode'> | undefined
  readonly isStill?: () => Promise<boolean>
  /** For work that goes on when the caller has given up. */
  readonly signal?: AbortSignal
}

/** Tokens of this process whose lock it could not take away, because the line broke: nobody uses them. */
const leftBehind = new WeakMap<LockContext, Set<string>>()

/**
 * The right to write in one folder of a host, a file that only one can create: it holds a token and when it was made.
 * Every file that is to take the place of another one passes through the one temporary name that has this token in it.
 * So a lock can be taken over with nothing left to chance: who has it removes the temporary files of all others before
 * he reads. A holder that is alive creates his temporary file, looks for his lock, renames: he either finds the lock
 * gone, or has no file to rename any more, or was done before.
 */
export class HostLock {
  readonly #place: Place
  readonly #token = randomBytes(8).toString('hex')

  private constructor(place: Place) {
    this.#place = place
  }

  /**
   * Runs `work` with the lock. Another one that stays as it is for the time of a revert is taken over, one that this
   * process left behind at once.
   */
  static async hold<T>(context: LockContext, place: Place, work: (lock: HostLock) => Promise<T>): Promise<T> {
    const lock = new HostLock(place)
    const left = leftBehind.get(context) ?? new Set()
    leftBehind.set(context, left)
    try {
      await lock.#acquire(context, left)
      await lock.#clearOthers()
      return await work(lock)
    } finally {
      if (!(await lock.#release())) left.add(lock.#token)
    }
  }

  /**
   * Puts bytes in the place of a file: all or nothing, flushed and read back before. `isStill` is asked right before.
   * False when it said no.
   * @throws MachineError when the bytes did not arrive, or another process took the lock over
   */
  async put(
    path: string,
    { content, like, isStill = () => Promise.resolve(true), signal = this.#place.signal }: Replacement,
  ): Promise<boolean> {
    const files = this.#place.files.until(signal)
    const temporary = this.#temporary
    try {
      await files.create(temporary, content, 0o600)
      if (like) await files.likeness(temporary, like)
      const written = await files.look(temporary)
      if (!written?.content.equals(content))
        throw new MachineError(`${temporary}: what was written reads otherwise: is the disk full?`)
      if (!(await isStill())) return false
      if (!(await this.#isMine(files)))
        throw new MachineError(
          `another Keyplane took over ${this.#place.folder.lockFile}: nothing is written`,
        )
      await files.replace(temporary, path)
      return true
    } finally {
      await files
        .until(AbortSignal.timeout(LAST_WORDS_MS))
        .remove(temporary)
        .catch(() => undefined)
    }
  }

  async #acquire(context: LockContext, left: ReadonlySet<string>): Promise<void> {
    const { files, folder, signal } = this.#place
    const mine = Buffer.from(`${this.#token} ${new Date(context.clock.now()).toISOString()}\n`)
    let seen: { readonly text: string; readonly sinceMs: number } | undefined
    while (!(await tryCreate(files, folder.lockFile, mine))) {
      const text = (await files.look(folder.lockFile))?.content.toString('latin1')
      if (text === undefined) continue
      const nowMs = context.clock.now()
      if (seen?.text !== text) seen = { text, sinceMs: nowMs }
      if (left.has(tokenOf(text)) || nowMs - seen.sinceMs >= context.revertAfterMs) await this.#takeOver()
      else await context.wait(ASK_AGAIN_MS, signal)
    }
  }

  async #takeOver(): Promise<void> {
    const { files, folder } = this.#place
    const aside = this.#temporary
    try {
      await files.replace(folder.lockFile, aside)
    } catch (error) {
      // Its holder took it away himself, or another one was faster.
      if ((await files.stat(folder.lockFile)) === undefined) return
      throw error
    }
    await files.remove(aside)
  }

  async #isMine(files: HostFiles): Promise<boolean> {
    const look = await files.look(this.#place.folder.lockFile)
    return look !== undefined && tokenOf(look.content.toString('latin1')) === this.#token
  }

  async #clearOthers(): Promise<void> {
    const { files, folder } = this.#place
    const own = posix.basename(this.#temporary)
    for (const name of await files.list(folder.place)) {
      if (name === own || !folder.isTemporary(name)) continue
      await files.remove(posix.join(folder.place, name))
    }
  }

  /** False over a broken connection: the lock and the temporary file may stay. */
  async #release(): Promise<boolean> {
    const files = this.#place.files.until(AbortSignal.timeout(LAST_WORDS_MS))
    try {
      await files.remove(this.#temporary)
      if (await this.#isMine(files)) await files.remove(this.#place.folder.lockFile)
      return true
    } catch {
      return false
    }
  }

  get #temporary(): string {
    return this.#place.folder.temporary(this.#token)
  }
}

/** Empty for a lock whose maker has not written into it, and so has written nothing else. */
function tokenOf(text: string): string {
  return /^([0-9a-f]{16}) /.exec(text)?.[1] ?? ''
}

/**
 * False when somebody else has it. A failure for another reason, such as a full disk, is thrown; SFTP calls both by one
 * name, and whoever had it may have let go before we look.
 */
async function tryCreate(files: HostFiles, path: string, content: Buffer): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      await files.create(path, content, 0o600)
      return true
    } catch (error) {
      if ((await files.stat(path)) !== undefined) return false
      if (tries === MOST_TRIES) throw error
    }
  }
}
