import { z } from 'zod'

import { assumeRole, type RoleRules } from '../../../../core/accounts/assume-role.ts'
import { action } from '../../../kit/action.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { integer, text } from '../../../kit/params.ts'
import { readCamPolicy } from '../../../kit/policies/cam.ts'
import { sessionPolicy } from '../../../kit/session-policy.ts'
import { must } from '../../../kit/tencent/param-checks.ts'
import { tencentError } from '../../../kit/tencent/tencent-error.ts'
import { wireTime } from '../../../kit/tencent/wire-fields.ts'

const rules: RoleRules = {
  // Unverified: nothing says that an account may not.
  rootMayAssume: true,
  ...{ idPrefix: 'AKID', idLength: 60, secretLength: 44 },
  ...{ tokenPrefix: '', tokenLength: 200 },
}

/** By its name or by its id. Roles have no ids here: only who has every role has one of that id. */
const ROLE_ARN = /^qcs::cam::uin\/(\d{1,20}):(?:roleName\/([\w.@-]{1,128})|(role\/\d{1,32}))$/

// Unverified: texts. Codes: the list of AssumeRole in the official Go SDK.
const errors = {
  malformed: tencentError('InvalidParameter.ParamError', 'A parameter is wrong.'),
  duration: tencentError('InvalidParameter.OverTimeError', 'The validity period is over its limit.'),
  policy: tencentError('InvalidParameter.StrategyFormatError', 'The syntax of the policy is wrong.'),
}

const params = z.strictObject({
  RoleArn: text()
    .check(must((arn) => ROLE_ARN.test(arn), errors.malformed))
    .transform((arn) => {
      const [, account = '', name, id = ''] = ROLE_ARN.exec(arn) ?? []
      return { account, name: name ?? id }
    }),
  RoleSessionName: text().check(must((name) => /^[\w+=,.@-]{2,128}$/.test(name), errors.malformed)),
  DurationSeconds: integer()
    .check(must((seconds) => seconds > 0 && seconds <= 43_200, errors.duration, 'outOfRange'))
    .default(7_200),
  Policy: sessionPolicy({
    ...{ dialect: 'tencent-cvm', read: readCamPolicy, refusal: errors.policy },
    decode: decodePolicy,
  }),
  // Roles have no trust policy here that could ask for one of these; tags of sessions are not kept.
  ExternalId: ignored(),
  Tags: ignored(),
  SourceIdentity: ignored(),
  SerialNumber: ignored(),
  TokenCode: ignored(),
})

/** Opens a session of a role: a temporary access key with its token. Source: the page of AssumeRole, 2026-04. */
export const AssumeRole = action({
  name: 'AssumeRole',
  access: 'write',
  params,
  async run({ core, call }, { RoleArn: role, RoleSessionName: sessionName, DurationSeconds, Policy }) {
    const credentials = await assumeRole(core, call, {
      rules,
      request: { role, sessionName, durationSeconds: DurationSeconds, sessionPolicies: Policy },
    })
    return {
      Credentials: {
        Token: credentials.token.reveal(),
        TmpSecretId: credentials.accessKeyId,
        TmpSecretKey: credentials.secret.reveal(),
      },
      ExpiredTime: Math.floor(credentials.expiresAtMs / 1_000),
      Expiration: wireTime(credentials.expiresAtMs),
    }
  },
})

/** It is sent percent-encoded; what cannot be decoded is read as it is. Source: the page of AssumeRole, "Policy". */
function decodePolicy(text: string): string {
  if (text.trimStart().startsWith('{')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
