import { MachineError } from '../../../core/machines/driver.ts'
import { type Hop, lastOf } from '../host-record.ts'
import { type ConnectParts, connectTo } from '../ssh/connect.ts'
import type { SshConnection } from '../ssh/connection.ts'
import { changeKeyLine, type KeyLineChange } from './install-key.ts'
import { changeKeyLineOverSftp } from './key-line-over-sftp.ts'
import { type ManagementKey, managementLine } from './management-keys.ts'
import { type Preflight, runPreflight } from './preflight.ts'

/** Lets a management key in to the last hop, and proves it by a second login with that key alone. */
export async function installKey(
  hops: readonly Hop[],
  { key, parts }: { readonly key: ManagementKey; readonly parts: ConnectParts },
  signal: AbortSignal,
): Promise<void> {
  await changeAt(hops, { verb: 'add', key, parts }, signal)
  const proof = await connectTo(withManagementLogin(hops), { ...parts, managementKey: only(key) }, signal)
  await proof[Symbol.asyncDispose]()
}

/**
 * Takes a management key away from the last hop and proves that it lets nobody in any more.
 * @throws MachineError also when the key still opens the hop: its line was written by somebody else
 */
export async function removeKey(
  hops: readonly Hop[],
  { key, parts }: { readonly key: ManagementKey; readonly parts: ConnectParts },
  signal: AbortSignal,
): Promise<void> {
  await changeAt(hops, { verb: 'remove', key, parts }, signal)
  if (!(await letsIn(hops, { key, parts }, signal))) return
  throw new MachineError(
    `the old key still opens ${lastOf(hops).address}: its line is not the one that Keyplane writes; remove it by hand`,
  )
}

/** The last hop as it is logged in to with the management key. */
export function withManagementLogin(hops: readonly Hop[]): readonly Hop[] {
  return hops.map((hop, index) =>
    index === hops.length - 1 ? { ...hop, login: { kind: 'management' as const } } : hop,
  )
}

/** Only the last hop is asked with the key in question; the way to it is gone as always. */
async function letsIn(
  hops: readonly Hop[],
  { key, parts }: { readonly key: ManagementKey; readonly parts: ConnectParts },
  signal: AbortSignal,
): Promise<boolean> {
  let asked = 0
  const jumpsByKey = hops.slice(0, -1).filter(({ login }) => login.kind === 'management').length
  const managementKey = () => (asked++ < jumpsByKey ? parts.managementKey() : Promise.resolve(key.privateKey))
  try {
    const opened = await connectTo(withManagementLogin(hops), { ...parts, managementKey }, signal)
    await opened[Symbol.asyncDispose]()
    return true
  } catch (error) {
    if (error instanceof MachineError && !signal.aborted) return false
    throw error
  }
}

function only(key: ManagementKey): ConnectParts['managementKey'] {
  return () => Promise.resolve(key.privateKey)
}

async function changeAt(
  hops: readonly Hop[],
  {
    verb,
    key,
    parts,
  }: Pick<KeyLineChange, 'verb'> & { readonly key: ManagementKey; readonly parts: ConnectParts },
  signal: AbortSignal,
): Promise<void> {
  const connection = await connectTo(hops, parts, signal)
  try {
    const user = lastOf(hops).user
    const line = managementLine(key)
    const preflight = await runPreflight(connection, user, signal)
    if (preflight.found.access === 'sftp')
      return await changeKeyLineOverSftp(connection, { verb, line }, signal)
    await changeKeyLine(connection, { verb, ...ownKeyFile(connection, user, preflight), line }, signal)
  } finally {
    await connection[Symbol.asyncDispose]()
  }
}

/** Where the connecting user's own keys are. Root writes only what is not in the user's home. */
function ownKeyFile(
  connection: SshConnection,
  user: string,
  { account, paths }: Preflight,
): Pick<KeyLineChange, 'file' | 'isRoots'> {
  const [file] = paths
  if (account === undefined || file === undefined) {
    throw new MachineError(
      `${connection.name}: where the keys of ${user} are cannot be told; add the key by hand`,
    )
  }
  // A user could lay a link in his home that leads root anywhere.
  return { file, isRoots: account.uid !== 0 && !file.startsWith(`${account.home}/`) }
}
