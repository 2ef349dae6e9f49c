import { describe, expect, test } from 'vitest'

import { userWith, USER_SECRET } from '../../../kit/policies/test-support/seeded-users.ts'
import { ALICE, missing, refusal, testRoom } from '../../../kit/tencent/test-support/test-room.ts'
import { camService } from './index.ts'

const ACCOUNT = '1000000001'
const POLICY = { version: '2.0', statement: [{ effect: 'allow', action: ['cam:*', 'sts:*'], resource: '*' }] }
const KEY = { id: 'AKIDnight', secret: 'night-secret', token: 'night-token' }
const room = testRoom({
  version: '2017-03-12',
  users: [userWith('bob', 'tencent-cvm', [POLICY])],
  roles: [
    {
      ...{ name: 'ops', policies: [{ dialect: 'tencent-cvm', document: POLICY }] },
      sessions: [{ name: 'night', accessKey: KEY }],
    },
  ],
})
const CAM = { version: camService.version, region: undefined }
const BOB = { signer: { secretId: 'AKbob', secretKey: USER_SECRET } }
const NIGHT = { signer: { secretId: KEY.id, secretKey: KEY.secret }, token: KEY.token }

async function uinOf(options: object): Promise<unknown> {
  return (await room.ok('GetUserAppId', {}, { ...CAM, ...options }))['Uin']
}

describe('GetUserAppId', () => {
  test('the account itself, a user of it and a session in it', async () => {
    const own = await room.ok('GetUserAppId', {}, CAM)
    expect(own).toMatchObject({ Uin: ACCOUNT, OwnerUin: ACCOUNT })
    expect(String(own['AppId'])).toMatch(/^1\d{9}$/)
    const bob = await room.ok('GetUserAppId', {}, { ...CAM, ...BOB })
    expect(bob).toMatchObject({ OwnerUin: ACCOUNT, AppId: own['AppId'] })
    const identity = await room.ok('GetCallerIdentity', {}, { version: '2018-08-13', ...BOB })
    expect(bob['Uin']).toBe(identity['UserId'])
    expect(await uinOf(NIGHT)).toBe(ACCOUNT)
  })

  test('a user without a policy may not', async () => {
    expect(await room.call('GetUserAppId', {}, { ...CAM, signer: ALICE })).toEqual(
      refusal('UnauthorizedOperation', /\(cam:GetUserAppId\)/),
    )
  })
})

describe('DescribeSubAccounts', () => {
  const list = async (FilterSubAccountUin: readonly unknown[], options: object) =>
    (await room.ok('DescribeSubAccounts', { FilterSubAccountUin }, { ...CAM, ...options }))['SubAccounts']

  test('a user is told about himself, by number or by its text', async () => {
    const uin = Number(await uinOf(BOB))
    const bob = {
      ...{ Uin: uin, Uid: uin, Name: 'bob', Remark: '', UserType: 2 },
      ...{ CreateTime: '', LastLoginIp: '', LastLoginTime: '' },
    }
    expect(await list([uin], BOB)).toEqual([bob])
    expect(await list(['1', String(uin)], BOB)).toEqual([bob])
    expect(await list([Number(ACCOUNT)], BOB)).toEqual([])
  })

  test('the account and a session are no users of it', async () => {
    expect(await list([Number(ACCOUNT)], {})).toEqual([])
    expect(await list([Number(ACCOUNT)], NIGHT)).toEqual([])
    expect(await room.call('DescribeSubAccounts', {}, CAM)).toEqual(missing('FilterSubAccountUin'))
  })
})
