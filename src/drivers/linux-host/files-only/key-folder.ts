import { randomBytes } from 'node:crypto'
import { posix } from 'node:path'

import { MachineError } from '../../../core/machines/driver.ts'
import type { HostContext } from '../host-context.ts'
import type { HostRecord } from '../host-record.ts'
import type { HostFiles } from './host-files.ts'

/** The file of a host that keys are read from, if nothing else was told. Source: sshd_config(5), AuthorizedKeysFile. */
const USUAL_KEY_FILE = '.ssh/authorized_keys'
const ASK_AGAIN_MS = 250

/** Where a host's keys are, and what is kept beside them: a lock and the version that was written last. */
export interface KeyFolder {
  readonly keyFile: string
  readonly versionFile: string
  readonly lockFile: string
  /** A name for a file that is on its way. */
  temporary(): string
}

/** Finds it, through links; a missing folder is made where that is asked for. */
export async function findKeyFolder(
  files: HostFiles,
  { keyFile = USUAL_KEY_FILE, stateId }: HostRecord,
  { makes }: { readonly makes: boolean },
): Promise<KeyFolder> {
  const folder = posix.dirname(keyFile)
  if (makes && (await files.stat(folder)) === undefined) await files.makeFolder(folder)
  const isThere = (await files.stat(keyFile)) !== undefined
  const real = isThere ? await files.realPath(keyFile) : keyFile
  const place = posix.dirname(real)
  return {
    keyFile: real,
    versionFile: posix.join(place, `.keyplane-${stateId}`),
    lockFile: posix.join(place, `.keyplane-${stateId}.lock`),
    temporary: () => posix.join(place, `.keyplane-${randomBytes(8).toString('hex')}`),
  }
}

/** The version that was written last by any process; 0 before the first. */
export async function readVersion(files: HostFiles, { versionFile }: KeyFolder): Promise<number> {
  const look = await files.look(versionFile)
  const version = Number(look?.content.toString('latin1') ?? 0)
  if (!Number.isSafeInteger(version)) throw new MachineError(`${versionFile} holds no version`)
  return version
}

/**
 * Runs `work` while no other Keyplane writes there. The lock is a file that only one can create. One that stays as it is
 * for half the time of a revert is taken away: its holder died. A holder that is alive and slower than that meets a file
 * that is not what it read any more.
 */
export async function whileLocked<T>(
  context: HostContext,
  { files, folder, signal }: { files: HostFiles; folder: KeyFolder; signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  const mine = Buffer.from(randomBytes(8).toString('hex'))
  let holder = ''
  let sinceMs = context.clock.now()
  for (;;) {
    if (await tryCreate(files, folder.lockFile, mine)) break
    const now = (await files.look(folder.lockFile).catch(() => undefined))?.content.toString('latin1') ?? ''
    if (now !== holder || now === '') {
      holder = now
      sinceMs = context.clock.now()
    } else if (context.clock.now() - sinceMs >= context.revertAfterMs / 2) await files.remove(folder.lockFile)
    await context.wait(ASK_AGAIN_MS, signal)
  }
  try {
    return await work()
  } finally {
    // Over a broken connection it stays, and is taken away as one that is left over.
    await files.remove(folder.lockFile).catch(() => undefined)
  }
}

/** False when somebody else has it; a failure for another reason, such as a full disk, is thrown. */
async function tryCreate(files: HostFiles, path: string, content: Buffer): Promise<boolean> {
  try {
    await files.create(path, content, 0o600)
    return true
  } catch (error) {
    if ((await files.stat(path)) !== undefined) return false
    throw error
  }
}
