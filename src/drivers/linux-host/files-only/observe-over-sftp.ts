import type { Observed } from '../../../core/machines/driver.ts'
import { keysAmong } from '../../kit/key-file-lines.ts'
import { readKeyLines } from '../authorized-keys.ts'
import type { HostContext, Target } from '../host-context.ts'
import { hopsTo } from '../host-record.ts'
import { endsOf } from '../server-ends.ts'
import { offeredPasswords } from '../ssh/connect.ts'
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
    const { lines, version, known } = await context.pool.use(hopsTo(host), signal, (connection) =>
      withFiles(connection, signal, async (files) => {
        const folder = await findKeyFolder(files, host)
        const look = folder && (await files.look(folder.keyFile))
        const text = look?.content.toString('latin1') ?? ''
        const version = folder ? await readVersion(files, folder) : 0
        return { lines: readKeyLines(text, host.stateId), version, known: endsOf(connection.software) }
      }),
    )
    const methods = await offeredPasswords(hopsTo(host), { ...context.connect, user }, signal)
    const ends = lines.expiries.size === 0 ? {} : { expiries: lines.expiries }
    const access = { version, publicKeys: lines.managed, ...ends, allowsPassword: methods.length > 0 }
    const foreignKeys = keysAmong(lines.foreign)
    return { isReachable: true, keepsPasswordSetting: true, ...known, access, foreignKeys }
  } catch (error) {
    if (error instanceof UnreachableError) return { isReachable: false, foreignKeys: [] }
    throw error
  }
}
