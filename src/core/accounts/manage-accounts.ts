import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { type Account, ROOT_USER } from './account.ts'
import { changeAccount, note, type Refused } from './change-account.ts'

// The account that is meant is `call.account`.

type Written = { readonly outcome: 'done'; readonly account: Account }

/** Takes an account in, with its user `root`. */
export async function createAccount(
  core: Core,
  call: Call,
  { name, requireMfa }: Pick<Account, 'name' | 'requireMfa'>,
): Promise<Written | Refused<'accountExists'>> {
  const account = { id: call.account, name, requireMfa }
  const ending = await changeAccount(core, call, async (tx) => {
    if (await tx.accounts.findAccount(account.id)) return { outcome: 'accountExists' as const }
    await tx.accounts.insertAccount(account)
    await tx.accounts.insertUser({ account: account.id, name: ROOT_USER, mfa: 'none', policies: [] })
    note(call, 'account', 'created', account.id)
    return { outcome: 'done' as const, account }
  })
  if (ending.outcome === 'done') core.users.forgetEverybody()
  return ending
}

/** Changes what is given. */
export async function updateAccount(
  core: Core,
  call: Call,
  changes: Partial<Pick<Account, 'name' | 'requireMfa'>>,
): Promise<Written | Refused<'accountUnknown'>> {
  const ending = await changeAccount(core, call, async (tx) => {
    const before = await tx.accounts.findAccount(call.account)
    if (!before) return { outcome: 'accountUnknown' as const }
    await tx.accounts.updateAccount(before.id, changes)
    note(call, 'account', 'modified', before.id)
    return { outcome: 'done' as const, account: { ...before, ...changes } }
  })
  if (ending.outcome === 'done') core.users.forgetEverybody()
  return ending
}

/** Takes an account away with its users, roles and keys. What the audit log says of it stays. */
export async function deleteAccount(
  core: Core,
  call: Call,
): Promise<Refused<'done' | 'accountUnknown' | 'accountInUse'>> {
  const ending = await changeAccount(core, call, async (tx) => {
    const { accounts } = tx
    if (!(await accounts.findAccount(call.account))) return { outcome: 'accountUnknown' as const }
    if (await accounts.ownsResources(call.account)) return { outcome: 'accountInUse' as const }
    await accounts.removeAccount(call.account)
    note(call, 'account', 'deleted', call.account)
    return { outcome: 'done' as const }
  })
  if (ending.outcome === 'done') {
    core.users.forgetEverybody()
    core.accessKeys.forgetEvery()
  }
  return ending
}
