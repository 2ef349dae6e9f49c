import { describe, expect, it } from 'vitest'

import { userWith, USER_SECRET } from '../../../kit/policies/test-support/seeded-users.ts'
import {
  type CallWith,
  like,
  missing,
  refusal,
  ROOT,
  STRANGER,
  testRoom,
  unknown,
} from '../../../kit/tencent/test-support/test-room.ts'
import { stsService } from './index.ts'

const { version } = stsService
const ROLE = 'qcs::cam::uin/1000000001:roleName/ops'
const WANTED = { RoleArn: ROLE, RoleSessionName: 'night' }
const CAM = 'tencent-cvm'

function allowing(action: string, resource = '*') {
  return { version: '2.0', statement: [{ effect: 'allow', action, resource }] }
}

const room = testRoom({
  version: '2017-03-12',
  users: [userWith('operator', CAM, [allowing('sts:AssumeRole', ROLE)])],
  roles: [{ name: 'ops', policies: [{ dialect: CAM, document: allowing('cvm:*') }] }, { name: 'other' }],
  requireMfa: ['StopInstances'],
})

const OPERATOR = { signer: { secretId: 'AKoperator', secretKey: USER_SECRET } }

function assume(params: object = WANTED, options: CallWith = {}) {
  return room.call('AssumeRole', { ...params }, { version, region: undefined, ...OPERATOR, ...options })
}

/** What a client signs with afterwards. */
async function session(more: object = {}) {
  const { response } = await assume({ ...WANTED, ...more })
  // The fields are compared in a test of their own.
  const {
    TmpSecretId = '',
    TmpSecretKey = '',
    Token = '',
  } = response['Credentials'] as Record<string, string>
  return { signer: { secretId: TmpSecretId, secretKey: TmpSecretKey }, token: Token }
}

const BAD_TOKEN = refusal('AuthFailure.TokenFailure', 'The token is invalid.')

describe('parsing', () => {
  it('needs a role and a name for the session, and knows its parameters', async () => {
    expect(await assume({ RoleSessionName: 'night' }, { signer: ROOT })).toEqual(missing('RoleArn'))
    expect(await assume({ RoleArn: ROLE })).toEqual(missing('RoleSessionName'))
    expect(await assume({ ...WANTED, Role: 'x' })).toEqual(unknown('Role'))
  })

  it.each([
    [{ RoleSessionName: 'a' }, 'InvalidParameter.ParamError'],
    [{ RoleSessionName: 'a/b' }, 'InvalidParameter.ParamError'],
    [{ DurationSeconds: 0 }, 'InvalidParameter.OverTimeError'],
    [{ DurationSeconds: 43_201 }, 'InvalidParameter.OverTimeError'],
    [{ Policy: 'none' }, 'InvalidParameter.StrategyFormatError'],
    [{ Policy: '%7B%' }, 'InvalidParameter.StrategyFormatError'],
    [{ Policy: encodeURIComponent('{"version":"1"}') }, 'InvalidParameter.StrategyFormatError'],
  ])('refuses %j', async (params, code) => {
    expect(await assume({ ...WANTED, ...params })).toEqual(refusal(code, /./))
  })
})

describe('refusals', () => {
  it('needs a policy that names the role', async () => {
    const other = 'qcs::cam::uin/1000000001:roleName/other'
    expect(await assume({ ...WANTED, RoleArn: other })).toEqual(
      refusal(
        'UnauthorizedOperation',
        /\(sts:AssumeRole\)\nresource \(qcs::cam::uin\/1000000001:roleName\/other\)/,
      ),
    )
  })

  it('has no role that is not in the account', async () => {
    const noRole = refusal('ResourceNotFound.RoleNotFound', 'The role does not exist.')
    expect(await assume(WANTED, { signer: STRANGER })).toEqual(noRole)
    const byId = { ...WANTED, RoleArn: 'qcs::cam::uin/1000000001:role/4611686018427397919' }
    expect(await assume(byId, { signer: ROOT })).toEqual(noRole)
  })
})

describe('behaviour', () => {
  it('answers with credentials, for two hours unless another time is wanted', async () => {
    const nowSeconds = Math.floor(room.clock.now() / 1_000)
    const answerFor = async (more: object) => (await assume({ ...WANTED, ...more })).response
    expect(await answerFor({ ExternalId: 'x', Tags: [{ Key: 'a', Value: 'b' }] })).toEqual({
      Credentials: {
        ...{ Token: like(/^[0-9a-z]{200}$/), TmpSecretId: like(/^AKID[0-9a-z]{60}$/) },
        TmpSecretKey: like(/^[0-9a-z]{44}$/),
      },
      ExpiredTime: nowSeconds + 7_200,
      Expiration: new Date((nowSeconds + 7_200) * 1_000).toISOString().replace('.000', ''),
      RequestId: like(/./),
    })
    expect(await answerFor({ DurationSeconds: 60 })).toMatchObject({ ExpiredTime: nowSeconds + 60 })
  })

  it.each(['post', 'get', 'multipart', 'v1', 'v1-form'] as const)(
    'its credentials sign %s requests, with the token and not without',
    async (form) => {
      const Policy = encodeURIComponent(JSON.stringify(allowing('cvm:DescribeKeyPairs')))
      const how = await session({ Policy })
      const list = (options: CallWith) => room.call('DescribeKeyPairs', {}, { form, ...options })
      expect(await list(how)).toMatchObject({ error: undefined })
      expect(await list({ signer: how.signer })).toEqual(BAD_TOKEN)
      expect(await list({ ...how, token: 'invented' })).toEqual(BAD_TOKEN)
      expect(await list({ ...how, token: (await session()).token })).toEqual(BAD_TOKEN)
      const create = { KeyName: 'refused', ProjectId: 0 }
      expect(await room.call('CreateKeyPair', create, { form, ...how })).toEqual(
        refusal('UnauthorizedOperation', /\(cvm:CreateKeyPair\)/),
      )
    },
  )

  it('opens a session of a role by its id, for who has every role', async () => {
    const RoleArn = 'qcs::cam::uin/9000000001:role/4611686018427397919'
    const { error } = await assume({ ...WANTED, RoleArn }, { signer: STRANGER })
    expect(error).toBeUndefined()
  })

  it('its policy may be sent as it is', async () => {
    const how = await session({ Policy: JSON.stringify(allowing('cvm:DescribeRegions')) })
    expect(await room.call('DescribeRegions', {}, how)).toMatchObject({ error: undefined })
    expect(await room.call('DescribeKeyPairs', {}, how)).toEqual(refusal('UnauthorizedOperation', /./))
  })

  it('has no second factor', async () => {
    expect(await room.call('StopInstances', { InstanceIds: ['ins-00000000'] }, await session())).toEqual(
      refusal('UnauthorizedOperation.MFANotFound', /./),
    )
  })
})
