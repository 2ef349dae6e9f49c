import { isFault } from '../../core/fault.ts'
import { findRegion } from '../../dialects/kit/catalog.ts'
import { ownCall, type OwnContext } from './context.ts'
import { dialectOf } from './find-key-pair.ts'
import { Problem } from './problem.ts'
import { faultText } from './texts.ts'

interface Place {
  readonly account: string
  readonly dialect: string
  readonly region?: string | undefined
  readonly name: string
}

/** Where a new pair goes. @throws Problem for an account, a region or a name that cannot be */
export async function placeOf(
  context: OwnContext,
  { account, dialect: id, region, name }: Place,
  action: string,
) {
  const { catalog, seeding, ownRules } = dialectOf(context, id)
  if (!context.isStandIn && !(await context.core.database.accounts.findAccount(account)))
    throw new Problem(400, `account: there is no account ${account}`)
  const rules = seeding.keyPairRules
  const known = catalog.regions.map((one) => one.id).join(', ')
  const isNeeded = !rules.isAccountWide
  if (region === undefined ? isNeeded : !findRegion(catalog, region))
    throw new Problem(400, `region: must be one of ${known}`)
  const read = ownRules.keyPairName.safeParse(name)
  if (!read.success)
    throw new Problem(
      400,
      `name: ${id} takes no key pair of this name: ${read.error.issues[0]?.message ?? ''}`,
    )
  return { rules, call: ownCall(context, { account, dialect: id, region: region ?? '', action }) }
}

/** What is taken already, or one too many, is a conflict; a key that does not read is the caller's mistake. */
export async function orProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isFault(error)) throw error
    throw new Problem(error.kind === 'publicKeyMalformed' ? 400 : 409, faultText(error))
  }
}
