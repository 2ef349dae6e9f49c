import { findRegion } from '../../dialects/kit/catalog.ts'
import { ownCall, type OwnContext } from './context.ts'
import { knownAccount, knownDialect } from './known-dialect.ts'
import { Problem } from './problem.ts'

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
  const { catalog, seeding, ownRules } = knownDialect(context.dialects, id)
  await knownAccount(context, account)
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
