import type { Account } from '../../core/accounts/account.ts'
import { createAccount, deleteAccount, updateAccount } from '../../core/accounts/manage-accounts.ts'
import type { Ids } from '../../core/ids.ts'
import type { Dialect } from '../../dialects/kit/dialect.ts'
import { accountProblem } from './account-problems.ts'
import { ownCall } from './context.ts'
import { api } from './implementer.ts'
import { Problem } from './problem.ts'
import { pageByKey } from './stretch.ts'

export const accounts = api.accounts.router({
  list: api.accounts.list.handler(({ context: { core }, input }) =>
    pageByKey(input, (stretch) => core.database.accounts.listAccounts(stretch), {
      keyOf: ({ id }) => id,
      tell,
    }),
  ),

  create: api.accounts.create.handler(async ({ context, input: { id, name, requireMfa } }) => {
    checkActions(context.dialects, requireMfa)
    const account = id ?? newAccountId(context.core.ids)
    const call = ownCall(context, { account, action: 'CreateAccount' })
    const ending = await createAccount(context.core, call, { name, requireMfa })
    if (ending.outcome !== 'done') throw accountProblem(ending.outcome, { account })
    return tell(ending.account)
  }),

  show: api.accounts.show.handler(async ({ context: { core }, input: { account } }) => {
    const found = await core.database.accounts.findAccount(account)
    if (!found) throw accountProblem('accountUnknown', { account })
    return tell(found)
  }),

  update: api.accounts.update.handler(async ({ context, input: { account, name, requireMfa } }) => {
    if (requireMfa) checkActions(context.dialects, requireMfa)
    const changes = { ...(name !== undefined && { name }), ...(requireMfa && { requireMfa }) }
    const call = ownCall(context, { account, action: 'UpdateAccount' })
    const ending = await updateAccount(context.core, call, changes)
    if (ending.outcome !== 'done') throw accountProblem(ending.outcome, { account })
    return tell(ending.account)
  }),

  remove: api.accounts.remove.handler(async ({ context, input: { account } }) => {
    const call = ownCall(context, { account, action: 'DeleteAccount' })
    const { outcome } = await deleteAccount(context.core, call)
    if (outcome !== 'done') throw accountProblem(outcome, { account })
  }),
})

function tell({ id, name, requireMfa }: Account) {
  return { id, name, requireMfa: [...requireMfa] }
}

const SMALLEST_ID = 100_000_000_000n

/** Twelve digits, as clouds have about so many. */
function newAccountId(ids: Ids): string {
  const drawn = BigInt(`0x${ids.uuid().replaceAll('-', '').slice(-12)}`)
  return String(SMALLEST_ID + (drawn % (9n * SMALLEST_ID)))
}

/** An action whose list of codes has none for it would never be refused. Source: spec/policies.md §4. */
function checkActions(dialects: readonly Dialect[], actions: readonly string[]): void {
  const known = new Set(dialects.flatMap(({ seeding }) => seeding.mfaActions))
  const stray = actions.find((action) => !known.has(action))
  if (stray === undefined) return
  const those = [...known].join(', ')
  throw new Problem(
    400,
    `requireMfa: ${JSON.stringify(stray)} cannot need a second factor; those that can are: ${those}`,
  )
}
