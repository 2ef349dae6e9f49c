import type { Observed } from '../../../core/machines/driver.ts'
import type { Target } from '../apply.ts'
import { foreignKeys, readKeyLines } from '../authorized-keys.ts'
import type { HostContext } from '../host-context.ts'
import { hopsTo } from '../host-record.ts'
import { offeredLogins } from '../ssh/connect.ts'
import { UnreachableError } from '../ssh/unreachable.ts'
import { checkKeyFile, withFiles } from './apply-over-sftp.ts'
import { findKeyFolder, readVersion } from './key-folder.ts'

/**
 * What a host that only serves files really has. Whether it answers passwords is what it offers.
 * @throws MachineError when it answers and cannot be looked at
 */
export async function observeOverSftp(context: HostContext, target: Target): Promise<Observed> {
  const { host, user, signal } = target
  checkKeyFile(host, user)
  try {
    const { lines, version } = await context.pool.use(hopsTo(host), signal, (connection) =>
      withFiles(connection, signal, async (files) => {
        const folder = await findKeyFolder(files, host)
        const look = folder && (await files.look(folder.keyFile))
        const text = look?.content.toString('latin1') ?? ''
        const version = folder ? await readVersion(files, folder) : 0
        return { lines: readKeyLines(text, host.stateId), version }
      }),
    )
    const offered = await offeredLogins(hopsTo(host), { ...context.connect, user }, signal)
    const allowsPassword = offered.includes('password') || offered.includes('keyboard-interactive')
    const access = { version, publicKeys: lines.managed, allowsPassword }
    return { isReachable: true, keepsPasswordSetting: true, access, foreignKeys: foreignKeys(lines) }
  } catch (error) {
    if (error instanceof UnreachableError) return { isReachable: false, foreignKeys: [] }
    throw error
  }
}
