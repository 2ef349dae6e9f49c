import { hash } from 'node:crypto'

import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import type { AttachedPolicy } from './account.ts'
import { changeAccount, note, type Refused } from './change-account.ts'

// The account of the user is `call.account`. Whether a document can be read its dialect says, before it comes here.

/** They are read together with each first call of their user. */
const MOST_POLICIES = 50
const ID_LENGTH = 16

/** Made of what it says, so that it stays when others of the user come and go. */
export function policyIdentity({ dialect, document }: AttachedPolicy): string {
  return hash('sha256', JSON.stringify([dialect, document]), 'hex').slice(0, ID_LENGTH)
}

/** Attached last: the order of policies has no meaning. */
export async function attachPolicy(
  core: Core,
  call: Call,
  { user, policy }: { readonly user: string; readonly policy: AttachedPolicy },
): Promise<
  | { readonly outcome: 'done'; readonly place: number }
  | Refused<'userUnknown' | 'policyExists' | 'tooManyPolicies'>
> {
  const { account } = call
  const id = policyIdentity(policy)
  const ending = await changeAccount(core, call, async ({ accounts }) => {
    const known = await accounts.findUser(account, user)
    if (!known) return { outcome: 'userUnknown' as const }
    const { policies } = known
    if (policies.some((one) => policyIdentity(one) === id)) return { outcome: 'policyExists' as const }
    if (policies.length >= MOST_POLICIES) return { outcome: 'tooManyPolicies' as const }
    await accounts.replacePolicies(account, user, [...policies, policy])
    note(call, 'policy', 'bound', `${user}/${id}`)
    return { outcome: 'done' as const, place: policies.length }
  })
  if (ending.outcome === 'done') core.users.forget(account, user)
  return ending
}

/** @param id see {@link policyIdentity} */
export async function detachPolicy(
  core: Core,
  call: Call,
  { user, id }: { readonly user: string; readonly id: string },
): Promise<Refused<'done' | 'userUnknown' | 'policyUnknown'>> {
  const { account } = call
  const ending = await changeAccount(core, call, async ({ accounts }) => {
    const known = await accounts.findUser(account, user)
    if (!known) return { outcome: 'userUnknown' as const }
    const rest = known.policies.filter((one) => policyIdentity(one) !== id)
    if (rest.length === known.policies.length) return { outcome: 'policyUnknown' as const }
    await accounts.replacePolicies(account, user, rest)
    note(call, 'policy', 'unbound', `${user}/${id}`)
    return { outcome: 'done' as const }
  })
  if (ending.outcome === 'done') core.users.forget(account, user)
  return ending
}
