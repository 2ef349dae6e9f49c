import { type AccessDifference, type AccessState, keyDifference } from '../../core/machines/access-state.ts'
import { type Applied, MachineError } from '../../core/machines/driver.ts'
import { readKeyLines, writeKeyLines } from './authorized-keys.ts'
import type { HostContext, Target } from './host-context.ts'
import { hopsTo, type HostRecord } from './host-record.ts'
import type { HostReport } from './host-report.ts'
import { type HostChange, type HostSession, inHostSession, type Verdict } from './host-session.ts'
import { checkKeyLogin, findKeyFile } from './may-log-in.ts'
import { answersPassword, type PasswordWish, planPassword, type WantedFile } from './password-setting.ts'
import { proveAccess } from './prove-access.ts'
import { withEndsOf } from './server-ends.ts'

/** How often a change is planned anew because a file became another one meanwhile. */
const MOST_PLANS = 10

/**
 * Makes a host's access what is desired. Which races exist, and why this order is safe:
 *
 * - The host is looked at, then the change is planned here, then it is made under the host's lock, which refuses it when
 *   any file is not what was looked at any more: it is planned anew. Nobody's line is lost.
 * - An open change of another process is waited for until it is settled or taken back.
 * - The change stays armed to be taken back until a second connection has proved that the host still lets us in.
 *
 * @throws MachineError; the host is as it was then, or will be when the time until the revert is over
 */
export async function applyToHost(
  context: HostContext,
  target: Target,
  desired: AccessState,
  writesPassword: boolean,
): Promise<Applied> {
  const { host, signal } = target
  const giveUpAtMs = context.clock.now() + 2 * context.revertAfterMs + 30_000
  let insists = false
  for (let plans = 0; plans < MOST_PLANS;) {
    signal.throwIfAborted()
    const step = await context.pool.use(hopsTo(host), signal, (connection) => {
      const wish = { desired: withEndsOf(connection.software, desired), writesPassword, insists }
      return inHostSession(connection, target, (session) => attempt(context, { ...target, session }, wish))
    })
    if ('applied' in step) return step.applied
    if (step.kind === 'busy') {
      if (context.clock.now() > giveUpAtMs) break
      await context.wait(Math.min(1_000, 250 + step.seconds * 50), signal)
      continue
    }
    if (step.kind === 'ineffective') {
      if (insists) throw new MachineError(`${host.address}: ${step.why}`)
      insists = true
    }
    plans += 1
  }
  throw new MachineError(`${host.address} is changed by others all the time`)
}

type Step = { readonly applied: Applied } | Exclude<Verdict, { kind: 'armed' | 'raised' | 'newer' }>

interface Wish {
  readonly desired: AccessState
  readonly writesPassword: boolean
  /** The host's own settings were tried and do not answer passwords: ours must say so. */
  readonly insists: boolean
}

async function attempt(
  context: HostContext,
  { session, ...target }: Target & { readonly session: HostSession },
  wish: Wish,
): Promise<Step> {
  const { desired } = wish
  const report = await session.inspect()
  if (report.version > desired.version) return { applied: { version: report.version } }
  const change = planChange(report, target, wish)
  const isNothing = change.keyFiles.length + change.settingFiles.length === 0 && !change.passwordHash
  if (isNothing && report.version === desired.version) return { applied: { version: desired.version } }
  const verdict = await session.commit(change, report, context.revertAfterMs)
  switch (verdict.kind) {
    case 'raised':
      return { applied: { version: desired.version } }
    case 'newer':
      return { applied: { version: verdict.version } }
    case 'armed':
      await proveAccess(context, target, {
        session,
        token: verdict.token,
        refusesPassword: change.wants === 'no',
      })
      return {
        applied: {
          version: desired.version,
          changed: differenceOf(report, { host: target.host, desired }, change),
        },
      }
    case 'busy':
    case 'changed':
    case 'ineffective':
      return verdict
  }
}

function planChange(report: HostReport, { host, user }: Target, wish: Wish): HostChange {
  const { desired, writesPassword, insists } = wish
  const password = passwordWish(desired)
  const settingFiles = host.managesPassword
    ? planPassword(report, password === 'answered' && !insists ? 'answered-by-host' : password, {
        user,
        stateId: host.stateId,
      })
    : []
  checkWritable(report, settingFiles, host)
  const keyFiles = planKeyFiles(report, host, desired)
  if (password === 'refused') checkKeyLogin(report, user, desired)
  return {
    version: desired.version,
    keyFiles,
    settingFiles,
    wants: settingFiles.length === 0 ? 'any' : WANTS[password],
    passwordHash: writesPassword ? desired.passwordHash : undefined,
  }
}

function checkWritable(report: HostReport, wanted: readonly WantedFile[], host: HostRecord): void {
  for (const { path, problem } of report.settingFiles) {
    if (problem === undefined || !wanted.some((file) => file.path === path)) continue
    throw new MachineError(`${host.address}: the password setting cannot be changed: ${problem}`)
  }
}

const WANTS: Readonly<Record<PasswordWish, 'yes' | 'no' | 'any'>> = {
  refused: 'no',
  answered: 'yes',
  'answered-by-host': 'yes',
  untouched: 'any',
}

/**
 * With keys and without a password, passwords are refused. With neither, the host is left as it was before Keyplane
 * came: to shut everybody out of somebody's own host is not what unbinding means there.
 */
function passwordWish({ publicKeys, allowsPassword }: AccessState): PasswordWish {
  if (allowsPassword) return 'answered'
  return publicKeys.length > 0 ? 'refused' : 'untouched'
}

function differenceOf(
  report: HostReport,
  { host, desired }: { host: HostRecord; desired: AccessState },
  { wants, passwordHash }: HostChange,
): AccessDifference {
  const before = report.keyFiles.flatMap(
    ({ content }) => readKeyLines(content?.toString('latin1') ?? '', host.stateId).managed,
  )
  // Where passwords are left to the host again, what it says then has not been asked.
  const isOther = wants !== 'any' && answersPassword(report) !== (wants === 'yes')
  return {
    ...keyDifference(before, desired.publicKeys),
    ...(isOther ? { password: wants === 'yes' ? 'answered' : 'refused' } : {}),
    ...(passwordHash === undefined ? {} : { isPasswordNew: true }),
  }
}

/** Ours go to the first file that can be written; any that are left over in another one are taken out. */
function planKeyFiles(report: HostReport, host: HostRecord, desired: AccessState): readonly WantedFile[] {
  const chosen = findKeyFile(report, host.address)
  return report.keyFiles.flatMap((file) => {
    const wanted =
      file === chosen
        ? { managed: desired.publicKeys, expiries: desired.expiries, breakGlass: host.breakGlassKeys }
        : { managed: [], breakGlass: [] }
    const before = file.content ?? Buffer.alloc(0)
    const after = Buffer.from(writeKeyLines(before.toString('latin1'), host.stateId, wanted), 'latin1')
    return after.equals(before) ? [] : [{ path: file.path, before: file.content, after }]
  })
}
