import type { AttachedPolicy } from '../../core/accounts/account.ts'
import { attachPolicy, detachPolicy, policyIdentity } from '../../core/accounts/manage-policies.ts'
import type { Dialect } from '../../dialects/kit/dialect.ts'
import type { PolicyProblem } from '../../dialects/kit/policies/document.ts'
import { policyIdOf } from '../../dialects/kit/policies/guard.ts'
import { accountProblem } from './account-problems.ts'
import { checkCall } from './check-call.ts'
import { ownCall } from './context.ts'
import { knownDialect } from './known-dialect.ts'
import { api } from './implementer.ts'
import { Problem } from './problem.ts'
import { knownUser } from './users.ts'

export const policies = api.policies.router({
  list: api.policies.list.handler(async ({ context: { core }, input: { account, user } }) => {
    const known = await knownUser(core, account, user)
    return { items: known.policies.map(tell) }
  }),

  attach: api.policies.attach.handler(async ({ context, input: { account, user, dialect, document } }) => {
    const policy = { dialect, document }
    const warnings = readable(knownDialect(context.dialects, dialect), policy, account)
    const call = ownCall(context, { account, action: 'AttachPolicy' })
    const ending = await attachPolicy(context.core, call, { user, policy })
    if (ending.outcome !== 'done') throw accountProblem(ending.outcome, { account, user })
    return { ...tell(policy, ending.place), warnings }
  }),

  show: api.policies.show.handler(async ({ context: { core }, input: { account, user, policy: id } }) => {
    const known = await knownUser(core, account, user)
    const found = known.policies.map(tell).find((policy) => policy.id === id)
    if (!found) throw accountProblem('policyUnknown', { account, user })
    return found
  }),

  detach: api.policies.detach.handler(async ({ context, input: { account, user, policy: id } }) => {
    const call = ownCall(context, { account, action: 'DetachPolicy' })
    const { outcome } = await detachPolicy(context.core, call, { user, id })
    if (outcome !== 'done') throw accountProblem(outcome, { account, user })
  }),

  check: api.policies.check.handler(({ context, input }) => checkCall(context, input)),
})

function tell(policy: AttachedPolicy, index: number) {
  const { dialect, document } = policy
  // It was an object when it was attached or seeded; both check it.
  return {
    ...{ id: policyIdentity(policy), place: policyIdOf(index), dialect },
    document: document as Record<string, unknown>,
  }
}

/** What has no effect in the document. @throws Problem for one that could not be read when its user calls */
function readable({ seeding }: Dialect, { document }: AttachedPolicy, account: string) {
  const reading = seeding.readPolicy(document, { policyId: policyIdOf(0), account })
  if ('problem' in reading) throw new Problem(400, problemText(reading.problem))
  return reading.warnings.map(({ path, message }) => ({ path, message }))
}

function problemText({ path, message, code }: PolicyProblem): string {
  const place = ['document', ...(path === '' ? [] : [path])].join('.')
  return `${place}: ${message}${code === undefined ? '' : ` (${code})`}`
}
