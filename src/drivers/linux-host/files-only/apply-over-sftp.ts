import { type AccessState, keyDifference } from '../../../core/machines/access-state.ts'
import { type Applied, MachineError } from '../../../core/machines/driver.ts'
import { readKeyLines, writeKeyLines } from '../authorized-keys.ts'
import type { HostContext, Target } from '../host-context.ts'
import { type HostRecord, hopsTo } from '../host-record.ts'
import { withEndsOf } from '../server-ends.ts'
import type { SshConnection } from '../ssh/connection.ts'
import { type FileLook, HostFiles } from './host-files.ts'
import { HostLock } from './host-lock.ts'
import { type KeyFolder, makeKeyFolder, readVersion } from './key-folder.ts'

/** How often a change is made anew because the file became another one meanwhile. */
const MOST_TRIES = 10
/** A server that has too many logins at once refuses some. */
const PROVE_AGAIN_MS = 250
/** Longest that putting the former bytes back may take. */
const TAKE_BACK_MS = 30_000

/**
 * Makes the keys of a host that only serves files what is desired; its password setting is its own. Nothing can be armed
 * there, so the order is what keeps the way in open:
 *
 * - Foreign lines, ours that lets Keyplane in among them, are in every version of the file.
 * - Only who holds the lock writes. The version is written before the keys: after a crash in between, an older one is
 *   refused all the same, and the same one writes the keys.
 * - New bytes are written beside the file, flushed, read back and compared; the file is read once more right before one
 *   request puts them in its place. Another program that writes within that one round trip is overwritten: SFTP has no
 *   more. Two Keyplane processes never are in there at once, see {@link HostLock}.
 * - A second connection must log in and find them. Otherwise the former bytes are put back over the first one. A process
 *   that dies in between leaves the new bytes, unproven; so does a broken first connection.
 *
 * The bytes are on the disk before they take the file's place where the server knows fsync@openssh.com; that the folder
 * is too cannot be asked for.
 *
 * @throws MachineError; the keys are as they were then, but for the cases above
 */
export async function applyOverSftp(
  context: HostContext,
  target: Target,
  desired: AccessState,
): Promise<Applied> {
  const { host, user, signal } = target
  checkKeyFile(host, user)
  return context.pool.use(hopsTo(host), signal, (connection) =>
    withFiles(connection, signal, async (files) => {
      const folder = await makeKeyFolder(files, host)
      return HostLock.hold(context, { files, folder, signal }, (lock) =>
        change(context, { ...target, files, folder, lock }, withEndsOf(connection.software, desired)),
      )
    }),
  )
}

/**
 * A path from the home directory is the connecting user's.
 * @throws MachineError when bound keys are to let in somebody else, whose file was not told
 */
export function checkKeyFile({ address, keyFile, user }: HostRecord, loginUser: string): void {
  if (user === loginUser || keyFile?.startsWith('/')) return
  throw new MachineError(
    `${address} only serves files, to ${user}: where the keys of ${loginUser} are must be told as keyFile`,
  )
}

/** Runs `work` with the files of a host; the file service ends afterwards. */
export async function withFiles<T>(
  connection: SshConnection,
  signal: AbortSignal,
  work: (files: HostFiles) => Promise<T>,
): Promise<T> {
  const files = await HostFiles.open(connection, signal)
  try {
    return await work(files)
  } finally {
    files[Symbol.dispose]()
  }
}

type Place = Target & {
  readonly files: HostFiles
  readonly folder: KeyFolder
  readonly lock: HostLock
}

interface Replaced {
  readonly before: FileLook | undefined
  readonly after: Buffer
}

async function change(context: HostContext, place: Place, desired: AccessState): Promise<Applied> {
  const { files, folder, host, lock } = place
  const version = await readVersion(files, folder)
  if (version > desired.version) return { version }
  if (version < desired.version) {
    const { versionFile } = folder
    await lock.put(versionFile, { content: Buffer.from(`${desired.version}\n`) })
  }
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await files.look(folder.keyFile)
    const text = before?.content.toString('latin1') ?? ''
    const { publicKeys, expiries } = desired
    const wanted = { managed: publicKeys, expiries, breakGlass: host.breakGlassKeys }
    const after = Buffer.from(writeKeyLines(text, host.stateId, wanted), 'latin1')
    if (after.equals(before?.content ?? Buffer.alloc(0))) return { version: desired.version }
    const like = before?.stats ?? (await newFileLike(place))
    const isStill = () => isUnchanged(place, before)
    if (!(await lock.put(folder.keyFile, { content: after, like, isStill }))) continue
    if (await prove(context, place, { before, after })) {
      const changed = keyDifference(readKeyLines(text, host.stateId).managed, desired.publicKeys)
      return { version: desired.version, changed }
    }
  }
  throw new MachineError(`${host.address} is changed by others all the time`)
}

/** Where root writes a file for another user, sshd reads it as that user. */
async function newFileLike({ files, folder }: Place): Promise<FileLook['stats'] | undefined> {
  const stats = await files.stat(folder.place)
  return stats && Object.assign(stats, { mode: 0o600 })
}

async function isUnchanged({ files, folder }: Place, before: FileLook | undefined): Promise<boolean> {
  const now = await files.look(folder.keyFile)
  if (now === undefined || before === undefined) return now === before
  const { uid, gid, mode } = before.stats
  const isAlike = now.stats.uid === uid && now.stats.gid === gid && now.stats.mode === mode
  return isAlike && now.content.equals(before.content)
}

/**
 * Over a connection of its own. False when the file is another one by now: somebody wrote in between, and it is his.
 * @throws MachineError when nobody could log in; the former bytes are back then
 */
async function prove(context: HostContext, place: Place, replaced: Replaced): Promise<boolean> {
  const { signal } = place
  const untilMs = context.clock.now() + context.revertAfterMs / 2
  try {
    for (;;) {
      try {
        return await findsAnew(context, place, replaced.after)
      } catch (error) {
        const isOver = !(error instanceof MachineError) || context.clock.now() >= untilMs
        if (isOver || signal.aborted) throw error
        await context.wait(PROVE_AGAIN_MS, signal)
      }
    }
  } catch (error) {
    await takeBack(place, replaced)
    throw error
  }
}

async function findsAnew(context: HostContext, place: Place, after: Buffer): Promise<boolean> {
  const { host, folder, signal } = place
  const fresh = await context.pool.open(hopsTo(host), signal)
  try {
    const found = await withFiles(fresh, signal, (again) => again.look(folder.keyFile))
    return found?.content.equals(after) === true
  } finally {
    await fresh[Symbol.asyncDispose]()
  }
}

/** Also when the caller has given up: nobody else would. What others wrote meanwhile stays. */
async function takeBack({ files, folder, lock }: Place, { before, after }: Replaced): Promise<void> {
  const signal = AbortSignal.timeout(TAKE_BACK_MS)
  const late = files.until(signal)
  const isStill = async () => (await late.look(folder.keyFile))?.content.equals(after) === true
  if (before) {
    const { content, stats } = before
    await lock.put(folder.keyFile, { content, like: stats, isStill, signal })
  } else if (await isStill()) await late.remove(folder.keyFile)
}
