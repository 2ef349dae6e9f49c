import type { User } from '../../core/accounts/account.ts'
import { policyIdentity } from '../../core/accounts/manage-policies.ts'
import { judgeMfa } from '../../core/policies/mfa.ts'
import type { Dialect } from '../../dialects/kit/dialect.ts'
import { type Explanation, NoResourceName, policyIdOf } from '../../dialects/kit/policies/guard.ts'
import { type OwnContext, ownCall } from './context.ts'
import { knownDialect } from './known-dialect.ts'
import { Problem } from './problem.ts'
import { knownUser } from './users.ts'

interface Question {
  readonly account: string
  readonly user: string
  readonly dialect: string
  readonly action: string
  readonly region: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly resources?: readonly string[] | undefined
  readonly sourceAddress?: string | undefined
  readonly isSecure: boolean
}

type Deciding = { readonly policyId: string; readonly statementIndex: number }

/** Whether a call would be allowed, by the very rules that decide it. Nothing is called, noted or changed. */
export async function checkCall(context: OwnContext, question: Question) {
  const { account, user, action } = question
  const dialect = knownDialect(context.dialects, question.dialect)
  const known = await knownUser(context.core, account, user)
  const explanation = await explain(context, dialect, question)
  if (!explanation) throw new Problem(400, `action: ${dialect.id} does not answer ${JSON.stringify(action)}`)
  const verdict = verdictOf(explanation, known)
  if (verdict.decision === 'deny') return verdict
  const missing = await missingFactor(context, dialect, question)
  return missing ? { ...verdict, decision: 'deny' as const, why: missing } : verdict
}

async function explain(
  context: OwnContext,
  dialect: Dialect,
  { account, user, action, region, parameters, resources, isSecure, sourceAddress }: Question,
): Promise<Explanation | undefined> {
  const own = ownCall(context, { account, action, dialect: dialect.id, region })
  const call = { ...own, user, sourceAddress: sourceAddress ?? own.sourceAddress }
  try {
    return await dialect.explain({ call, params: parameters, isSecure, resources })
  } catch (error) {
    if (error instanceof NoResourceName) throw new Problem(400, `resources: ${error.message}`)
    throw error
  }
}

function verdictOf(explanation: Explanation, { policies }: User) {
  const statement = (effect: 'allow' | 'deny', resource: string, { policyId, statementIndex }: Deciding) => {
    const found = policies.find((_, index) => policyIdOf(index) === policyId)
    const policy = found ? policyIdentity(found) : ''
    return { effect, resource, policy, place: policyId, statement: statementIndex }
  }
  switch (explanation.outcome) {
    case 'allow': {
      const { why } = explanation
      const allowances = 'allowances' in explanation ? explanation.allowances : []
      const statements = allowances.map((one) => statement('allow', one.resource.text, one))
      return { decision: 'allow' as const, why, statements }
    }
    case 'explicitDeny': {
      const { text } = explanation.resource
      const statements = [statement('deny', text, explanation)]
      return { decision: 'deny' as const, why: 'explicit-deny' as const, statements, resource: text }
    }
    case 'implicitDeny':
      return {
        ...{ decision: 'deny' as const, why: 'no-allow' as const, statements: [] },
        resource: explanation.resource.text,
      }
  }
}

/** Asked of everybody, the account itself too. Source: spec/policies.md §4. */
async function missingFactor(
  { core }: OwnContext,
  { seeding: { mfaActions } }: Dialect,
  { account, user, action }: Question,
): Promise<'no-device' | 'no-recent-code' | undefined> {
  const bare = action.slice(action.indexOf(':') + 1)
  const { requireMfa, mfa } = await core.users.find(account, user)
  if (!mfaActions.includes(bare) || !requireMfa.includes(bare)) return undefined
  const standing = judgeMfa(mfa, core.clock.now())
  if (standing === 'passed') return undefined
  return standing === 'absent' ? 'no-device' : 'no-recent-code'
}
