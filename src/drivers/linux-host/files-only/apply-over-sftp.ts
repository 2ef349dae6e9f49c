import type { AccessState } from '../../../core/machines/access-state.ts'
import { type Applied, MachineError } from '../../../core/machines/driver.ts'
import type { Target } from '../apply.ts'
import { writeKeyLines } from '../authorized-keys.ts'
import type { HostContext } from '../host-context.ts'
import { hopsTo } from '../host-record.ts'
import type { SshConnection } from '../ssh/connection.ts'
import { type FileLook, HostFiles } from './host-files.ts'
import { findKeyFolder, type KeyFolder, readVersion, whileLocked } from './key-folder.ts'

/** How often a change is made anew because the file became another one meanwhile. */
const MOST_TRIES = 10

/**
 * Makes the keys of a host that only serves files what is desired; its password setting is its own. Nothing can be armed
 * there, so the order is what keeps the way in open:
 *
 * - Foreign lines, ours that lets Keyplane in among them, are in every version of the file.
 * - The version is written before the keys: after a crash in between an older one is refused all the same, and the same
 *   one writes the keys.
 * - New bytes are written beside the file, flushed, read back and compared; the file is read once more right before one
 *   request puts them in its place. Somebody who writes within that one round trip is overwritten: SFTP has no more.
 * - A second connection must log in and find them. Otherwise the former bytes are put back over the first one.
 *
 * @throws MachineError; the keys are as they were then, unless the connection broke in the last request
 */
export async function applyOverSftp(
  context: HostContext,
  target: Target,
  desired: AccessState,
): Promise<Applied> {
  const { host, signal } = target
  return context.pool.use(hopsTo(host), signal, (connection) =>
    withFiles(connection, signal, async (files) => {
      const folder = await findKeyFolder(files, host, { makes: desired.publicKeys.length > 0 })
      if ((await files.stat(dirOf(folder))) === undefined) return { version: desired.version }
      return whileLocked(context, { files, folder, signal }, () =>
        change(context, { ...target, files, folder }, desired),
      )
    }),
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

type Place = Target & { readonly files: HostFiles; readonly folder: KeyFolder }

async function change(context: HostContext, place: Place, desired: AccessState): Promise<Applied> {
  const { files, folder, host } = place
  const version = await readVersion(files, folder)
  if (version > desired.version) return { version }
  if (version < desired.version) await writeVersion(place, desired.version)
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await files.look(folder.keyFile)
    const text = before?.content.toString('latin1') ?? ''
    const wanted = { managed: desired.publicKeys, breakGlass: host.breakGlassKeys }
    const after = Buffer.from(writeKeyLines(text, host.stateId, wanted), 'latin1')
    if (after.equals(before?.content ?? Buffer.alloc(0))) return { version: desired.version }
    if (!(await replaceKeys(place, before, after))) continue
    await prove(context, place, { before, after })
    return { version: desired.version }
  }
  throw new MachineError(`${host.address} is changed by others all the time`)
}

/** False when the file is not any more what it was: nothing is changed then. */
async function replaceKeys(
  { files, folder }: Place,
  before: FileLook | undefined,
  after: Buffer,
): Promise<boolean> {
  const temporary = folder.temporary()
  try {
    await files.create(temporary, after, 0o600)
    if (before) await files.likeness(temporary, before.stats)
    const written = await files.look(temporary)
    if (!written?.content.equals(after))
      throw new MachineError(`${temporary}: what was written reads otherwise: is the disk full?`)
    const now = await files.look(folder.keyFile)
    const isSame = before ? now?.content.equals(before.content) : now === undefined
    if (isSame !== true) return false
    await files.replace(temporary, folder.keyFile)
    return true
  } finally {
    await files.remove(temporary).catch(() => undefined)
  }
}

async function writeVersion({ files, folder }: Place, version: number): Promise<void> {
  const temporary = folder.temporary()
  try {
    await files.create(temporary, Buffer.from(`${version}\n`), 0o600)
    await files.replace(temporary, folder.versionFile)
  } finally {
    await files.remove(temporary).catch(() => undefined)
  }
}

/** The former bytes come back when nobody could log in, or what was written is not there. */
async function prove(
  context: HostContext,
  place: Place,
  { before, after }: { readonly before: FileLook | undefined; readonly after: Buffer },
): Promise<void> {
  const { files, folder, host, signal } = place
  try {
    const fresh = await context.pool.open(hopsTo(host), signal)
    try {
      const found = await withFiles(fresh, signal, (again) => again.look(folder.keyFile))
      if (found?.content.equals(after)) return
    } finally {
      await fresh[Symbol.asyncDispose]()
    }
  } catch (error) {
    await takeBack(place, { before, after })
    throw error
  }
  // Somebody wrote in between: he saw our lines or will see them by drift; the file is his.
  if ((await files.look(folder.keyFile)) === undefined)
    throw new MachineError(`${host.address}: ${folder.keyFile} was taken away by others`)
}

async function takeBack(
  place: Place,
  { before, after }: { readonly before: FileLook | undefined; readonly after: Buffer },
): Promise<void> {
  const written = await place.files.look(place.folder.keyFile)
  if (!written?.content.equals(after)) return
  if (before) await replaceKeys(place, written, before.content)
  else await place.files.remove(place.folder.keyFile)
}

function dirOf({ versionFile }: KeyFolder): string {
  return versionFile.slice(0, versionFile.lastIndexOf('/')) || '.'
}
