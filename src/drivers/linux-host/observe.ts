import type { Observed } from '../../core/machines/driver.ts'
import { keysAmong } from '../kit/key-file-lines.ts'
import { readKeyLines } from './authorized-keys.ts'
import type { HostContext, Target } from './host-context.ts'
import { hopsTo } from './host-record.ts'
import type { HostReport } from './host-report.ts'
import { inHostSession } from './host-session.ts'
import { answersPassword } from './password-setting.ts'
import { endsOf } from './server-ends.ts'
import { offeredPasswords } from './ssh/connect.ts'
import { UnreachableError } from './ssh/unreachable.ts'

/**
 * What a host really has, for one login user.
 * @throws MachineError when it answers and cannot be looked at, such as for a wrong host key or a refused login
 */
export async function observeHost(context: HostContext, target: Target): Promise<Observed> {
  const { host, signal } = target
  try {
    return await context.pool.use(hopsTo(host), signal, async (connection) => {
      const report = await inHostSession(connection, target, (session) => session.inspect())
      const seen = describe(report, target, await isPasswordAnswered(context, target, report))
      return { ...seen, ...endsOf(connection.software) }
    })
  } catch (error) {
    if (error instanceof UnreachableError) return { isReachable: false, foreignKeys: [] }
    throw error
  }
}

function describe(report: HostReport, { host }: Target, allowsPassword: boolean): Observed {
  const lines = report.keyFiles.map(({ content }) =>
    readKeyLines(content?.toString('latin1') ?? '', host.stateId),
  )
  const passwordHash = host.written?.passwordHash
  const expiries = new Map(lines.flatMap((one) => [...one.expiries]))
  return {
    isReachable: true,
    keepsPasswordSetting: !host.managesPassword,
    access: {
      version: report.version,
      publicKeys: lines.flatMap(({ managed }) => managed),
      ...(expiries.size === 0 ? {} : { expiries }),
      allowsPassword,
      ...(passwordHash === undefined ? {} : { passwordHash }),
    },
    foreignKeys: lines.flatMap(({ foreign }) => keysAmong(foreign)),
  }
}

/** A server that cannot be asked for its settings shows what it offers. */
async function isPasswordAnswered(
  context: HostContext,
  target: Target,
  report: HostReport,
): Promise<boolean> {
  if (report.sshd.size > 0) return answersPassword(report)
  const { host, user, signal } = target
  return (await offeredPasswords(hopsTo(host), { ...context.connect, user }, signal)).length > 0
}
