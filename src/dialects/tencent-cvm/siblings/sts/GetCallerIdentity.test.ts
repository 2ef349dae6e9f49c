import { describe, expect, it } from 'vitest'

import {
  ALICE,
  type CallWith,
  like,
  refusal,
  testRoom,
  unknown,
} from '../../../kit/tencent/test-support/test-room.ts'
import { stsService } from './index.ts'

const { version } = stsService
const ACCOUNT = '1000000001'
const KEY = { id: 'AKIDnight', secret: 'night-secret', token: 'night-token' }
const OVER = { id: 'AKIDover', secret: 'night-secret', token: 'over-token' }

const room = testRoom({
  version: '2017-03-12',
  roles: [
    {
      name: 'ops',
      sessions: [
        { name: 'night', accessKey: KEY },
        { name: 'over', accessKey: OVER, expires: '2020-01-01T00:00:00Z' },
      ],
    },
  ],
})

function ask(options: CallWith = {}, params = {}) {
  return room.call('GetCallerIdentity', params, { version, ...options })
}

function as({ id, secret, token }: typeof KEY): CallWith {
  return { signer: { secretId: id, secretKey: secret }, token }
}

describe('parsing', () => {
  it('takes no parameters, and needs no region', async () => {
    expect(await ask({}, { Some: 'thing' })).toEqual(unknown('Some'))
    expect(await ask({ region: undefined })).toMatchObject({ error: undefined })
  })
})

describe('refusals', () => {
  it('asks for a signature and a token like any other action', async () => {
    const wrong = { signer: { secretId: 'AKIDacmeroot', secretKey: 'wrong' } }
    expect(await ask(wrong)).toEqual(refusal('AuthFailure.SignatureFailure', /./))
    expect(await ask(as(OVER))).toEqual(refusal('AuthFailure.TokenFailure', 'The token is invalid.'))
  })
})

describe('behaviour', () => {
  it('tells the account itself, a user and a session', async () => {
    const fields = { AccountId: ACCOUNT, RequestId: like(/./) }
    const own = { UserId: ACCOUNT, PrincipalId: ACCOUNT, Arn: `qcs::cam::uin/${ACCOUNT}:uin/${ACCOUNT}` }
    expect((await ask()).response).toEqual({ ...fields, ...own, Type: 'RootAccount' })
    const { response: user } = await ask({ signer: ALICE })
    expect(user).toEqual({
      ...{ ...fields, Type: 'CAMUser', UserId: like(/^1\d{11}$/), PrincipalId: user['UserId'] },
      Arn: `qcs::cam::uin/${ACCOUNT}:uin/${String(user['UserId'])}`,
    })
    expect((await ask(as(KEY))).response).toEqual({
      ...{ ...fields, Type: 'CAMRole', PrincipalId: ACCOUNT, UserId: like(/^4611686\d{12}:night$/) },
      Arn: like(/^qcs::sts:1000000001:assumed-role\/4611686\d{12}$/),
    })
  })
})
