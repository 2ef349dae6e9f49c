import type { Call } from '../call.ts'
import { change, type Core } from '../core.ts'
import { Fault } from '../fault.ts'
import { Secret } from '../secret.ts'
import { type AttachedPolicy, ROOT_USER } from './account.ts'
import type { TemporaryKey } from './temporary-key-store.ts'
import { hashOfToken } from './token.ts'

/** What the clouds disagree on about roles and about the keys of their sessions. */
export interface RoleRules {
  /** Whether the account itself may assume a role; one that nobody described always may. */
  readonly rootMayAssume: boolean
  /** How an access key id, its secret and its token look: a beginning, and characters of `0-9a-z` after it. */
  readonly idPrefix: string
  readonly idLength: number
  readonly secretLength: number
  readonly tokenPrefix: string
  readonly tokenLength: number
}

export interface RoleRequest {
  readonly role: { readonly account: string; readonly name: string }
  readonly sessionName: string
  readonly durationSeconds: number
  /** They must allow a call beside the role's own; undefined: the session may what the role may. */
  readonly sessionPolicies: readonly AttachedPolicy[] | undefined
}

/** What its holder signs with; told here and never again. */
export interface TemporaryCredentials {
  readonly accessKeyId: string
  readonly secret: Secret
  readonly token: Secret
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number
}

/** So long the holder of a key that is over is still told so. */
const KEPT_AFTER_EXPIRY_MS = 24 * 60 * 60_000

/**
 * Opens a session of a role and gives out its credentials. A role of another account can only be assumed where nobody
 * described that account: who is trusted by whom is not modelled. Faults: roleNotFound, roleRefused.
 */
export async function assumeRole(
  core: Core,
  call: Call,
  { rules, request }: { readonly rules: RoleRules; readonly request: RoleRequest },
): Promise<TemporaryCredentials> {
  await checkRole(core, call, { rules, role: request.role })
  const token = new Secret(`${rules.tokenPrefix}${core.ids.suffix(rules.tokenLength)}`)
  const key: TemporaryKey = {
    id: `${rules.idPrefix}${core.ids.suffix(rules.idLength)}`,
    account: request.role.account,
    role: request.role.name,
    sessionName: request.sessionName,
    secret: new Secret(core.ids.suffix(rules.secretLength)),
    tokenHash: hashOfToken(token.reveal()),
    sessionPolicies: request.sessionPolicies,
    expiresAtMs: call.nowMs + request.durationSeconds * 1_000,
  }
  await change(core, call, async (tx) => {
    await tx.temporaryKeys.removeExpired(call.nowMs - KEPT_AFTER_EXPIRY_MS)
    await tx.temporaryKeys.insert(key)
    const detail = `${key.role}/${key.sessionName}`
    call.trail.add({ what: 'roleSession', verb: 'created', subject: key.id, detail })
  })
  return { accessKeyId: key.id, secret: key.secret, token, expiresAtMs: key.expiresAtMs }
}

async function checkRole(
  { accessKeys, database }: Core,
  { account, user }: Call,
  { rules, role }: { readonly rules: RoleRules; readonly role: RoleRequest['role'] },
): Promise<void> {
  const isRefused = user === ROOT_USER && !rules.rootMayAssume
  if (isRefused && (await database.accounts.findAccount(account))) {
    throw new Fault('roleRefused', { role: role.name })
  }
  const policies = await accessKeys.findRolePolicies(role.account, role.name)
  const isOpen = role.account === account || policies === 'everything'
  if (!policies || !isOpen) throw new Fault('roleNotFound', { role: role.name })
}
