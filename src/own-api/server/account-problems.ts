import { Problem } from './problem.ts'

const PROBLEMS = {
  accountExists: [409, 'there is an account of this id'],
  accountInUse: [409, 'the account has instances or key pairs; remove them first'],
  userExists: [409, 'the account has a user of this name'],
  userIsRoot: [409, 'the user root is the account itself and goes with it'],
  accessKeyUnknown: [404, 'the user has no access key of this id'],
  accessKeyExists: [409, 'there is an access key of this id, in this account or another'],
  policyUnknown: [404, 'the user has no policy of this id'],
  policyExists: [409, 'the policy is attached to the user'],
  tooManyPolicies: [409, 'the user has as many policies as one can have'],
} as const

type Outcome = keyof typeof PROBLEMS | 'accountUnknown' | 'userUnknown'

interface Named {
  readonly account: string
  readonly user?: string
}

/** Why nothing was changed, in words. */
export function accountProblem(outcome: Outcome, { account, user = '' }: Named): Problem {
  if (outcome === 'accountUnknown') return new Problem(404, `there is no account ${JSON.stringify(account)}`)
  if (outcome === 'userUnknown') {
    return new Problem(404, `account ${JSON.stringify(account)} has no user ${JSON.stringify(user)}`)
  }
  const [status, detail] = PROBLEMS[outcome]
  return new Problem(status, detail)
}
