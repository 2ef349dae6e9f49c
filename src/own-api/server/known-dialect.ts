import type { Dialect } from '../../dialects/kit/dialect.ts'
import type { OwnContext } from './context.ts'
import { Problem } from './problem.ts'

/** The dialect of this id. @throws Problem 400 for a cloud that nobody answers for */
export function knownDialect(dialects: readonly Dialect[], id: string): Dialect {
  const found = dialects.find((dialect) => dialect.id === id)
  if (found) return found
  const known = dialects.map((dialect) => dialect.id).join(', ')
  throw new Problem(400, `dialect: ${JSON.stringify(id)} is not known; known are: ${known}`)
}

/** In strict mode what is made belongs to an account that is there. @throws Problem 400 */
export async function knownAccount({ core, isStandIn }: OwnContext, account: string): Promise<void> {
  if (isStandIn || (await core.database.accounts.findAccount(account))) return
  throw new Problem(400, `account: there is no account ${account}`)
}
