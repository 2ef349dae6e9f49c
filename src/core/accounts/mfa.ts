import { auditRow } from '../audit/audit-log.ts'
import type { Change } from '../audit/audit-row.ts'
import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { inTurn, type Stores } from '../database.ts'
import { judgeMfa, MFA_WINDOW_MS } from '../policies/mfa.ts'
import type { Secret } from '../secret.ts'
import type { MfaState } from './account.ts'

// Devices for one-time codes; `call.account` is the account of the user. A code is looked up before the transaction:
// the store's `markUsed` settles which of two calls with one code is first, and that the device is still the same.

/** How a user stands now. */
export interface MfaStatus {
  readonly state: MfaState
  /** Until when the last check counts, milliseconds since the epoch; only while `verified`. */
  readonly verifiedUntilMs: number | undefined
}

export type Enrolment =
  | { readonly outcome: 'enrolled'; readonly secret: Secret; readonly uri: Secret }
  | { readonly outcome: 'userUnknown' }
  | { readonly outcome: 'hasDevice' }

export type Verification =
  | { readonly outcome: 'verified'; readonly verifiedUntilMs: number }
  | { readonly outcome: 'userUnknown' }
  | { readonly outcome: 'noDevice' }
  | { readonly outcome: 'codeRefused' }

export type Removal = { readonly outcome: 'removed' | 'userUnknown' | 'noDevice' }

/** How the user stands; undefined when there is no such user. */
export async function findMfaStatus(core: Core, call: Call, user: string): Promise<MfaStatus | undefined> {
  if (!(await isUser(core, call, user))) return undefined
  const { mfa } = await core.users.find(call.account, user)
  const standing = judgeMfa(mfa, call.nowMs)
  if (standing === 'absent') return { state: 'none', verifiedUntilMs: undefined }
  if (standing === 'stale' || mfa.checkedAtMs === undefined) {
    return { state: 'bound', verifiedUntilMs: undefined }
  }
  return { state: 'verified', verifiedUntilMs: mfa.checkedAtMs + MFA_WINDOW_MS }
}

/** Gives a user a device. Its secret is told here and never again; until a code is verified the user is `bound`. */
export async function enrolMfa(core: Core, call: Call, user: string): Promise<Enrolment> {
  const { account } = call
  if (!(await isUser(core, call, user))) return refuse(core, call, { user, outcome: 'userUnknown' })
  const secret = await core.oneTimeCodes.newSecret()
  const uri = await core.oneTimeCodes.uri(secret, `${user}@${account}`)
  const unused = { lastUsedStep: undefined, checkedAtMs: undefined }
  const device = { id: core.ids.uuid(), account, user, secret, ...unused }
  const isEnrolled = await changeDevice(core, call, {
    ...{ user, verb: 'created' },
    work: ({ mfaDevices }) => mfaDevices.insert(device),
  })
  return isEnrolled
    ? { outcome: 'enrolled', secret, uri }
    : refuse(core, call, { user, outcome: 'hasDevice' })
}

/**
 * Takes a code of the user's device: from then on he is verified for `MFA_WINDOW_MS`. Refused are a wrong code, one
 * that is older or newer than one time step, and one that was taken before. Source: spec/policies.md §4.
 */
export async function verifyMfa(
  core: Core,
  call: Call,
  { user, code }: { readonly user: string; readonly code: string },
): Promise<Verification> {
  const { account, nowMs } = call
  if (!(await isUser(core, call, user))) return refuse(core, call, { user, outcome: 'userUnknown' })
  const device = await core.database.mfaDevices.find({ account, user })
  if (!device) return refuse(core, call, { user, outcome: 'noDevice' })
  const step = await core.oneTimeCodes.findStep(device.secret, code, nowMs)
  if (step === undefined) return refuse(core, call, { user, outcome: 'codeRefused' })
  const isTaken = await changeDevice(core, call, {
    ...{ user, verb: 'verified' },
    work: ({ mfaDevices }) => mfaDevices.markUsed(device, { step, checkedAtMs: nowMs }),
  })
  if (!isTaken) return refuse(core, call, { user, outcome: 'codeRefused' })
  return { outcome: 'verified', verifiedUntilMs: nowMs + MFA_WINDOW_MS }
}

/** Takes the device away: the user stands again as he was seeded. */
export async function removeMfa(core: Core, call: Call, user: string): Promise<Removal> {
  const { account } = call
  if (!(await isUser(core, call, user))) return refuse(core, call, { user, outcome: 'userUnknown' })
  const isRemoved = await changeDevice(core, call, {
    ...{ user, verb: 'deleted' },
    work: ({ mfaDevices }) => mfaDevices.remove({ account, user }),
  })
  return isRemoved ? { outcome: 'removed' } : refuse(core, call, { user, outcome: 'noDevice' })
}

async function isUser({ database }: Core, { account }: Call, user: string): Promise<boolean> {
  return (await database.accounts.findUser(account, user)) !== undefined
}

interface DeviceChange {
  readonly user: string
  readonly verb: Change['verb']
  readonly work: (tx: Stores) => Promise<boolean>
}

/** With its audit row in one transaction, if `work` says that it changed something; calls see it at once. */
async function changeDevice(core: Core, call: Call, { user, verb, work }: DeviceChange): Promise<boolean> {
  const isChanged = await inTurn(core.database, { account: call.account }, async (tx) => {
    if (!(await work(tx))) return false
    const changed: Change = { what: 'mfaDevice', verb, subject: user }
    await tx.audit.append([{ ...auditRow(call, 'ok'), changes: [changed] }])
    return true
  })
  if (isChanged) core.users.forget(call.account, user)
  return isChanged
}

/** Refusals leave their row too: somebody who guesses codes is seen. */
function refuse<O extends string>(
  { auditLog }: Core,
  call: Call,
  { user, outcome }: { readonly user: string; readonly outcome: O },
): { readonly outcome: O } {
  const changes: readonly Change[] = [{ what: 'mfaDevice', verb: 'refused', subject: user }]
  auditLog.add({ ...auditRow(call, outcome), changes })
  return { outcome }
}
