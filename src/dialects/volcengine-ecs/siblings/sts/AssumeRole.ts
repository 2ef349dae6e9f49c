import { z } from 'zod'

import { assumeRole, type RoleRules } from '../../../../core/accounts/assume-role.ts'
import { action } from '../../../kit/action.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { integer, states, text } from '../../../kit/params.ts'
import { readIamPolicy } from '../../../kit/policies/iam.ts'
import { sessionPolicy } from '../../../kit/session-policy.ts'
import { formatTime } from '../../answer.ts'
import { malformed } from '../../errors.ts'
import { given } from '../../wire-types.ts'
import { assumedRole, roleIdOf } from './identity.ts'

const rules: RoleRules = {
  // Unverified: nothing says that an account may not.
  rootMayAssume: true,
  ...{ idPrefix: 'AKTP', idLength: 56, secretLength: 60 },
  ...{ tokenPrefix: 'STS', tokenLength: 200 },
}

const ROLE_TRN = /^trn:iam::(\d{1,20}):role\/([\w.@-]{1,64})$/

const params = z.object({
  RoleTrn: given(
    text()
      .refine((trn) => ROLE_TRN.test(trn), states({ kind: 'malformed', refusal: malformed('RoleTrn') }))
      .transform((trn) => {
        const [, account = '', name = ''] = ROLE_TRN.exec(trn) ?? []
        return { account, name }
      }),
  ),
  // Unverified: form. The SDKs put a UUID there.
  RoleSessionName: given(
    text().refine(
      (name) => /^[\w+=,.@-]{1,64}$/.test(name),
      states({ kind: 'malformed', refusal: malformed('RoleSessionName') }),
    ),
  ),
  DurationSeconds: given(
    integer()
      .refine(
        (seconds) => seconds >= 900 && seconds <= 43_200,
        states({ kind: 'outOfRange', refusal: malformed('DurationSeconds') }),
      )
      .default(3_600),
  ),
  Policy: sessionPolicy({ dialect: 'volcengine-ecs', read: readIamPolicy, refusal: malformed('Policy') }),
  // Tags of sessions are not kept.
  Tags: ignored(),
})

/** Opens a session of a role: a temporary access key with its token. Source: spec/volcengine.md §1.6, row "STS". */
export const AssumeRole = action({
  name: 'AssumeRole',
  access: 'write',
  params,
  async run({ core, call }, { RoleTrn: role, RoleSessionName: sessionName, DurationSeconds, Policy }) {
    const credentials = await assumeRole(core, call, {
      rules,
      request: { role, sessionName, durationSeconds: DurationSeconds, sessionPolicies: Policy },
    })
    return {
      Credentials: {
        CurrentTime: formatTime(call.nowMs),
        ExpiredTime: formatTime(credentials.expiresAtMs),
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secret.reveal(),
        SessionToken: credentials.token.reveal(),
      },
      AssumedRoleUser: {
        Trn: assumedRole(role.account, { role: role.name, name: sessionName }),
        AssumedRoleId: `${roleIdOf(role)}:${sessionName}`,
      },
    }
  },
})
