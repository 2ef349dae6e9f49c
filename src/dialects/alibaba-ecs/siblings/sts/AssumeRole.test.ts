import { describe, expect, it } from 'vitest'

import {
  anyText,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  textLike,
} from '../../test-support/test-world.ts'
import type { CallOptions, Params, Reply } from '../../test-support/signed-call.ts'
import { stsService } from './index.ts'

const { version } = stsService
const ACCOUNT = '1234567890123456'
const OPERATOR = { accessKeyId: 'LTAI5tOperator', secret: 'operator-secret' }
const ROLE = `acs:ram::${ACCOUNT}:role/ops`
const WANTED = { RoleArn: ROLE, RoleSessionName: 'night' }
const LIST = { Version: '1', Statement: [{ Effect: 'Allow', Action: 'ecs:DescribeKeyPairs', Resource: '*' }] }

function policies(Action: string, Resource = '*') {
  const document = { Version: '1', Statement: [{ Effect: 'Allow', Action, Resource }] }
  return [{ dialect: 'alibaba-ecs', document }]
}

async function start() {
  const { accessKeyId: id, secret } = OPERATOR
  const world = await startWorld({
    users: [{ name: 'operator', accessKeys: [{ id, secret }], policies: policies('sts:AssumeRole', ROLE) }],
    roles: [{ name: 'ops', policies: policies('ecs:*') }, { name: 'other' }],
  })
  const assume = (params: Params = WANTED, options: CallOptions = {}) =>
    world.call('AssumeRole', params, { version, ...OPERATOR, ...options })
  return { world, assume }
}

/** What a client signs with afterwards. */
function signerOf({ body }: Reply) {
  // The fields are compared in a test of their own.
  const credentials = body['Credentials'] as Record<string, string>
  const { AccessKeyId = '', AccessKeySecret = '', SecurityToken = '' } = credentials
  return { accessKeyId: AccessKeyId, secret: AccessKeySecret, securityToken: SecurityToken }
}

describe('parsing', () => {
  it('needs a role and a name for the session', async () => {
    const { world, assume } = await start()
    await using _ = world
    expect(refusal(await assume({ RoleSessionName: 'night' }))).toEqual(missing('RoleArn'))
    expect(refusal(await assume({ RoleArn: ROLE }))).toEqual(missing('RoleSessionName'))
  })

  it.each([
    [{ RoleArn: 'ops' }, 'InvalidParameter.RoleArn', 'The parameter RoleArn is wrongly formed.'],
    [
      { RoleSessionName: 'a' },
      'InvalidParameter.RoleSessionName',
      'The parameter RoleSessionName is wrongly formed.',
    ],
    [{ RoleSessionName: 'a/b' }, 'InvalidParameter.RoleSessionName', anyText()],
    [{ DurationSeconds: '899' }, 'InvalidParameter.DurationSeconds', anyText()],
    [{ DurationSeconds: '43201' }, 'InvalidParameter.DurationSeconds', anyText()],
    [
      { Policy: 'none' },
      'InvalidParameter.PolicyGrammar',
      'The parameter Policy has not passed grammar check.',
    ],
    [{ RoleArn: `ACS:ram::${ACCOUNT}:role/ops` }, 'InvalidParameter.RoleArn', anyText()],
    [
      { Policy: JSON.stringify(LIST).padEnd(2_049) },
      'InvalidParameter.PolicySize',
      'The size of Policy must be smaller than 2048 bytes.',
    ],
    [{ Policy: '{"Version":"2","Statement":[]}' }, 'InvalidParameter.PolicyGrammar', anyText()],
  ])('refuses %j', async (params, code, message) => {
    const { world, assume } = await start()
    await using _ = world
    expect(refusal(await assume({ ...WANTED, ...params }))).toEqual([400, code, message])
  })
})

describe('refusals', () => {
  it('has no role that is not in the account', async () => {
    const { world, assume } = await start()
    await using _ = world
    const stranger = { accessKeyId: 'LTAI5tUnknown', secret: 'keyplane' }
    const notThere = [404, 'EntityNotExist.Role', 'The role not exists: ops.']
    expect(refusal(await assume(WANTED, stranger))).toEqual(notThere)
  })

  it('is not for the account itself', async () => {
    const { world } = await start()
    await using _ = world
    expect(refusal(await world.call('AssumeRole', WANTED, { version }))).toEqual([
      403,
      'NoPermission',
      'Roles may not be assumed by root accounts.',
    ])
  })

  it('needs a policy that names the role', async () => {
    const { world, assume } = await start()
    await using _ = world
    const other = { ...WANTED, RoleArn: `acs:ram::${ACCOUNT}:role/other` }
    const denied = await assume(other)
    expect(refusal(denied)).toEqual([
      403,
      'NoPermission',
      'You are not authorized to do this action. You should be authorized by RAM.',
    ])
    expect(denied.body['AccessDeniedDetail']).toMatchObject({ AuthAction: 'sts:AssumeRole' })
  })
})

describe('behaviour', () => {
  it('answers with credentials and who they belong to', async () => {
    const { world, assume } = await start()
    await using _ = world
    const { status, body } = await assume({ ...WANTED, DurationSeconds: '900', ExternalId: 'x' })
    expect([status, body]).toEqual([
      200,
      {
        RequestId: anyText(),
        AssumedRoleUser: {
          AssumedRoleId: textLike(/^3\d{17}:night$/),
          Arn: `acs:ram::${ACCOUNT}:assumed-role/ops/night`,
        },
        Credentials: {
          AccessKeyId: textLike(/^STS\.[0-9a-z]{24}$/),
          AccessKeySecret: textLike(/^[0-9a-z]{44}$/),
          SecurityToken: textLike(/^CAIS[0-9a-z]{200}$/),
          Expiration: textLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        },
      },
    ])
  })

  it.each(['v3', 'v3-form', 'v1-get', 'v1-query', 'v1-form'] as const)(
    'its credentials sign %s requests, with the token and not without',
    async (form) => {
      const { world, assume } = await start()
      await using _ = world
      const signer = signerOf(await assume({ ...WANTED, Policy: JSON.stringify(LIST) }))
      const how: CallOptions = { form, format: 'JSON' }
      const list = (options: CallOptions) =>
        world.call('DescribeKeyPairs', { RegionId: REGION }, { ...how, ...options })
      expect((await list(signer)).status).toBe(200)
      const { securityToken: _token, ...bare } = signer
      expect(refusal(await list(bare))).toEqual([
        400,
        'MissingSecurityToken',
        'SecurityToken is mandatory for this action.',
      ])
      expect(refusal(await list({ ...signer, securityToken: 'invented' }))).toEqual([
        400,
        'InvalidSecurityToken.Malformed',
        'Specified SecurityToken is malformed.',
      ])
      const params = { RegionId: REGION, KeyPairName: 'refused' }
      const refused = await world.call('CreateKeyPair', params, { ...how, ...signer })
      expect(refusal(refused)).toEqual(REFUSALS.forbidden)
      expect(refused.body['AccessDeniedDetail']).toMatchObject({
        ...{ AuthPrincipalType: 'AssumedRoleUser', AuthPrincipalDisplayName: 'ops:night' },
        ...{ NoPermissionType: 'ImplicitDeny', PolicyType: 'SessionPolicy' },
      })
    },
  )
})
