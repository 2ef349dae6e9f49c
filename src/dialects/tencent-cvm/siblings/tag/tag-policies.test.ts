import { describe, expect, test } from 'vitest'

import { testRoom } from '../../../kit/tencent/test-support/test-room.ts'
import { seededInstance } from '../../test-support/cvm-room.ts'

const TAG = { version: '2018-08-13' }
const BOB = { secretId: 'AKIDbob', secretKey: 'bob-secret' }
const MALLORY = { secretId: 'AKIDmallory', secretKey: 'mallory-secret' }
const LIGHTHOUSE =
  '  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-guarded1 }\n'

function user(name: string, { secretId, secretKey }: typeof BOB, ...denials: readonly object[]) {
  const statement = [
    { effect: 'allow', action: ['*'], resource: ['*'] },
    ...denials.map((denial) => ({ effect: 'deny', action: ['*'], ...denial })),
  ]
  return {
    name,
    accessKeys: [{ id: secretId, secret: secretKey }],
    policies: [{ dialect: 'tencent-cvm', document: { version: '2.0', statement } }],
  }
}

const room = testRoom({
  version: '2017-03-12',
  seed: `instances:\n${seededInstance('ins-guarded1')}${seededInstance('ins-free0001')}${LIGHTHOUSE}`,
  users: [
    user('bob', BOB, { resource: ['qcs::cvm:*:uin/*:instance/ins-guarded1'] }),
    user('mallory', MALLORY, {
      resource: ['*'],
      condition: { string_equal: { 'qcs:resource_tag': ['env&prod'] } },
    }),
  ],
})

function modify(resource: string, signer: typeof BOB) {
  const params = {
    Resource: `qcs::${resource}`,
    ReplaceTags: [{ TagKey: 'x', TagValue: 'y' }],
  }
  return room.call('ModifyResourceTags', params, { ...TAG, signer })
}

describe('policies', () => {
  test.each(['uin/', 'uin/1000000001', ''])(
    'who may not touch an instance may not tag it, owner %j',
    async (owner) => {
      const denied = await modify(`cvm:ap-guangzhou:${owner}:instance/ins-guarded1`, BOB)
      expect(denied.error?.Code).toMatch(/^(?:UnauthorizedOperation|AuthFailure)/)
      const allowed = await modify(`cvm:ap-guangzhou:${owner}:instance/ins-free0001`, BOB)
      expect(allowed.error).toBeUndefined()
    },
  )

  test.each([
    'cvm:ap-guangzhou:uin/:instance/ins-guarded1',
    'lighthouse:ap-guangzhou::instance/lhins-guarded1',
  ])('a tag of %s decides, wherever it is kept', async (resource) => {
    expect((await modify(resource, MALLORY)).error).toBeUndefined()
    const ReplaceTags = [{ TagKey: 'env', TagValue: 'prod' }]
    await room.ok('ModifyResourceTags', { Resource: `qcs::${resource}`, ReplaceTags }, TAG)
    expect((await modify(resource, MALLORY)).error?.Code).toMatch(/^(?:UnauthorizedOperation|AuthFailure)/)
  })
})
