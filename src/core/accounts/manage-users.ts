import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { ROOT_USER, type User } from './account.ts'
import { changeAccount, note, type Refused } from './change-account.ts'

// The account of the user is `call.account`.

/** Takes a user in, who may do nothing yet. */
export async function createUser(
  core: Core,
  call: Call,
  name: string,
): Promise<{ readonly outcome: 'done'; readonly user: User } | Refused<'accountUnknown' | 'userExists'>> {
  const user: User = { account: call.account, name, mfa: 'none', policies: [] }
  const ending = await changeAccount(core, call, async ({ accounts }) => {
    if (!(await accounts.findAccount(call.account))) return { outcome: 'accountUnknown' as const }
    if (await accounts.findUser(call.account, name)) return { outcome: 'userExists' as const }
    await accounts.insertUser(user)
    note(call, 'user', 'created', name)
    return { outcome: 'done' as const, user }
  })
  if (ending.outcome === 'done') core.users.forget(call.account, name)
  return ending
}

/** Takes a user away with his access keys and his device for one-time codes. */
export async function deleteUser(
  core: Core,
  call: Call,
  name: string,
): Promise<Refused<'done' | 'userUnknown' | 'userIsRoot'>> {
  const ending = await changeAccount(core, call, async ({ accounts }) => {
    if (!(await accounts.findUser(call.account, name))) return { outcome: 'userUnknown' as const }
    if (name === ROOT_USER) return { outcome: 'userIsRoot' as const }
    await accounts.removeUser(call.account, name)
    note(call, 'user', 'deleted', name)
    return { outcome: 'done' as const }
  })
  if (ending.outcome === 'done') {
    core.users.forget(call.account, name)
    core.accessKeys.forgetEvery()
  }
  return ending
}
