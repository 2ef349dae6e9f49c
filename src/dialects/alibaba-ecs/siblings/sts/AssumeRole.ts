import { z } from 'zod'

import { assumeRole, type RoleRules } from '../../../../core/accounts/assume-role.ts'
import { action } from '../../../kit/action.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { integer, states } from '../../../kit/params.ts'
import { readRamPolicy } from '../../../kit/policies/ram.ts'
import { sessionPolicy } from '../../../kit/session-policy.ts'
import type { WireError } from '../../../kit/wire-error.ts'
import { formatSecond } from '../../answer.ts'
import { matching } from '../../wire-types.ts'
import { assumedRole, roleIdOf } from './identity.ts'

const rules: RoleRules = {
  rootMayAssume: false,
  ...{ idPrefix: 'STS.', idLength: 24, secretLength: 44 },
  ...{ tokenPrefix: 'CAIS', tokenLength: 200 },
}

/** With case: it has to be the very name that policies are compared with. */
const ROLE_ARN = /^acs:ram::(\d{1,20}):role\/([\w.@-]{1,64})$/

/** Source: spec/alibaba.md §2.11, row "AssumeRole"; codes: the error table of the reference page. */
const errors = {
  // Unverified: texts of the first and the third.
  roleArn: wronglyFormed('RoleArn'),
  sessionName: wronglyFormed('RoleSessionName'),
  duration: wronglyFormed('DurationSeconds'),
  policyGrammar: {
    status: 400,
    code: 'InvalidParameter.PolicyGrammar',
    message: 'The parameter Policy has not passed grammar check.',
  },
  // Unverified: the number in the text.
  policySize: {
    status: 400,
    code: 'InvalidParameter.PolicySize',
    message: 'The size of Policy must be smaller than 2048 bytes.',
  },
} as const satisfies Record<string, WireError>

const params = z.object({
  RoleArn: matching(ROLE_ARN, errors.roleArn).transform((arn) => {
    const [, account = '', name = ''] = ROLE_ARN.exec(arn) ?? []
    return { account, name }
  }),
  RoleSessionName: matching(/^[\w.@-]{2,64}$/, errors.sessionName),
  DurationSeconds: integer()
    .refine(
      (seconds) => seconds >= 900 && seconds <= 43_200,
      states({ kind: 'outOfRange', refusal: errors.duration }),
    )
    .default(3_600),
  Policy: sessionPolicy({
    ...{ dialect: 'alibaba-ecs', read: readRamPolicy, refusal: errors.policyGrammar },
    size: { max: 2_048, refusal: errors.policySize },
  }),
  // Roles have no trust policy here that could ask for it.
  ExternalId: ignored(),
  SourceIdentity: ignored(),
})

/** Opens a session of a role: a temporary access key with its token. Source: spec/alibaba.md §2.11. */
export const AssumeRole = action({
  name: 'AssumeRole',
  access: 'create',
  params,
  async run({ core, call }, { RoleArn: role, RoleSessionName: sessionName, DurationSeconds, Policy }) {
    const credentials = await assumeRole(core, call, {
      rules,
      request: { role, sessionName, durationSeconds: DurationSeconds, sessionPolicies: Policy },
    })
    return {
      AssumedRoleUser: {
        AssumedRoleId: `${roleIdOf(role)}:${sessionName}`,
        Arn: assumedRole(role.account, { role: role.name, name: sessionName }),
      },
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        AccessKeySecret: credentials.secret.reveal(),
        SecurityToken: credentials.token.reveal(),
        Expiration: formatSecond(credentials.expiresAtMs),
      },
    }
  },
})

function wronglyFormed(name: string): WireError {
  return {
    status: 400,
    code: `InvalidParameter.${name}`,
    message: `The parameter ${name} is wrongly formed.`,
  }
}
