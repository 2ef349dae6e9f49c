import { posix } from 'node:path'

import { MachineError } from '../../../core/machines/driver.ts'
import type { HostRecord } from '../host-record.ts'
import type { HostFiles } from './host-files.ts'

/** The file of a host that keys are read from, if nothing else was told. Source: sshd_config(5), AuthorizedKeysFile. */
export const USUAL_KEY_FILE = '.ssh/authorized_keys'

/** Where a host's keys are, and what is kept beside them: a lock and the version that was written last. */
export interface KeyFolder {
  /** Absolute, without links. */
  readonly place: string
  readonly keyFile: string
  readonly versionFile: string
  readonly lockFile: string
  /** Where the holder of a lock writes what is to take the place of another file. */
  temporary(token: string): string
  isTemporary(name: string): boolean
}

/**
 * Finds the folder through links; undefined when there is none.
 * @throws MachineError for a link that leads to nothing, or to a file of somebody else
 */
export async function findKeyFolder(
  files: HostFiles,
  { keyFile = USUAL_KEY_FILE, stateId }: { readonly keyFile?: string | undefined; readonly stateId: string },
): Promise<KeyFolder | undefined> {
  const folder = posix.dirname(keyFile)
  const folderStats = await files.stat(folder)
  if (folderStats === undefined) return undefined
  const named = posix.join(await files.realPath(folder), posix.basename(keyFile))
  const isLink = (await files.linkStat(named))?.isSymbolicLink() === true
  const real = isLink ? await files.realPath(named) : named
  if (isLink) {
    const target = await files.stat(real)
    if (target === undefined) throw new MachineError(`${named} is a link to nothing`)
    // Keyplane may be root there: whoever owns the folder must not lead it to a file that he cannot write himself.
    if (folderStats.uid !== 0 && target.uid !== folderStats.uid)
      throw new MachineError(`${named} is a link to ${real}, which somebody else owns`)
  }
  const place = posix.dirname(real)
  const versionFile = posix.join(place, `.keyplane-${stateId}`)
  const beforeToken = `.keyplane-${stateId}-`
  return {
    ...{ place, keyFile: real, versionFile },
    lockFile: `${versionFile}.lock`,
    temporary: (token) => posix.join(place, `${beforeToken}${token}`),
    isTemporary: (name) => name.startsWith(beforeToken),
  }
}

/** As {@link findKeyFolder}; a missing folder is made, for the owner of the folder that it is in. */
export async function makeKeyFolder(files: HostFiles, host: HostRecord): Promise<KeyFolder> {
  const found = await findKeyFolder(files, host)
  if (found) return found
  const folder = posix.dirname(host.keyFile ?? USUAL_KEY_FILE)
  try {
    await files.makeFolder(folder)
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((await files.stat(folder)) === undefined) throw error
  }
  const [own, parent] = [await files.stat(folder), await files.stat(posix.dirname(folder))]
  if (own?.uid === 0 && parent && parent.uid !== 0)
    await files.likeness(folder, { uid: parent.uid, gid: parent.gid, mode: 0o700 })
  const made = await findKeyFolder(files, host)
  if (made) return made
  throw new MachineError(`${host.address}: ${folder} was taken away by others`)
}

/**
 * The version that was written last by any process; 0 before the first.
 * @throws MachineError when the file holds anything else: which version is the newest cannot be told then
 */
export async function readVersion(files: HostFiles, { versionFile }: KeyFolder): Promise<number> {
  const look = await files.look(versionFile)
  if (look === undefined) return 0
  const text = look.content.toString('latin1')
  const version = Number(text)
  if (/^\d{1,16}\n$/.test(text) && Number.isSafeInteger(version)) return version
  throw new MachineError(`${versionFile} holds no version; take it away by hand to go on`)
}
