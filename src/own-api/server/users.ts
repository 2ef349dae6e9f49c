import { ROOT_USER, type User } from '../../core/accounts/account.ts'
import { createUser, deleteUser } from '../../core/accounts/manage-users.ts'
import type { Core } from '../../core/core.ts'
import { accountProblem } from './account-problems.ts'
import { ownCall } from './context.ts'
import { api } from './implementer.ts'
import { pageByKey } from './stretch.ts'

export const users = api.users.router({
  list: api.users.list.handler(async ({ context: { core }, input: { account, ...page } }) => {
    const { accounts } = core.database
    if (!(await accounts.findAccount(account))) throw accountProblem('accountUnknown', { account })
    return pageByKey(page, (stretch) => accounts.listUsers(account, stretch), {
      keyOf: ({ name }) => name,
      tell,
    })
  }),

  create: api.users.create.handler(async ({ context, input: { account, name } }) => {
    const call = ownCall(context, { account, action: 'CreateUser' })
    const ending = await createUser(context.core, call, name)
    if (ending.outcome !== 'done') throw accountProblem(ending.outcome, { account })
    return tell(ending.user)
  }),

  show: api.users.show.handler(async ({ context: { core }, input: { account, user } }) =>
    tell(await knownUser(core, account, user)),
  ),

  remove: api.users.remove.handler(async ({ context, input: { account, user } }) => {
    const call = ownCall(context, { account, action: 'DeleteUser' })
    const { outcome } = await deleteUser(context.core, call, user)
    if (outcome !== 'done') throw accountProblem(outcome, { account, user })
  }),
})

/** The user as it is stored. @throws Problem 404 */
export async function knownUser({ database }: Core, account: string, user: string): Promise<User> {
  const found = await database.accounts.findUser(account, user)
  if (!found) throw accountProblem('userUnknown', { account, user })
  return found
}

function tell({ name, policies }: User) {
  return { name, isRoot: name === ROOT_USER, policies: policies.length }
}
