import { describe, expect, test } from 'vitest'

import { listDialects } from '../../../tests/action-table.ts'
import { POLICIES } from '../kit/policies/test-support/spec-policies.ts'
import { USER_SECRET, userWith } from '../kit/policies/test-support/seeded-users.ts'
import { ALICE, like, refusal, ROOT, testRoom } from '../kit/tencent/test-support/test-room.ts'
import { seededInstance, seededKeyPair } from './test-support/lighthouse-room.ts'

// Cases of spec/policies.md §5 as whole calls.

const OWN = 'qcs::lighthouse:ap-guangzhou:uin/1000000001:'
const [I1, I2, K1] = ['lhins-aaaaaaaa', 'lhins-bbbbbbbb', 'lhkp-aaaaaaaa']

function onlyFirst() {
  return {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: 'lighthouse:*InstancesKeyPairs',
        resource: [`qcs::lighthouse:::instance/${I1}`, 'qcs::lighthouse:::keypair/*'],
      },
    ],
  }
}

const room = testRoom({
  version: '2020-03-24',
  requireMfa: ['AssociateInstancesKeyPairs', 'ResetInstance', 'StopInstances'],
  users: [
    userWith('c9', 'tencent-lighthouse', [POLICIES.C9], { mfa: 'verified' }),
    userWith('first', 'tencent-cvm', [onlyFirst()], { mfa: 'verified' }),
    userWith('none', 'tencent-cvm', [POLICIES.C3]),
    userWith('bound', 'tencent-cvm', [POLICIES.C3], { mfa: 'bound' }),
  ],
  seed: `keyPairs:
${seededKeyPair(K1, 'a')}instances:
${[I1, I2].map((id) => seededInstance(id)).join('')}`,
})

const ASSOCIATE = 'AssociateInstancesKeyPairs'

function as(name: string) {
  return { signer: { secretId: `AK${name}`, secretKey: USER_SECRET } }
}

function denied(action: string, resource: string): unknown {
  return expect.objectContaining({
    status: 200,
    error: {
      Code: 'UnauthorizedOperation.NoPermission',
      Message: like(
        new RegExp(
          `^No permission \\[request id:[0-9a-f-]{36}\\]you are not authorized to perform operation \\(lighthouse:${action}\\)\nresource \\(${resource.replaceAll('*', '\\*')}\\) has no permission\n$`,
        ),
      ),
    },
  })
}

describe('policies', () => {
  test('limited to resources give no operation that has none', async () => {
    await room.ok(ASSOCIATE, { InstanceIds: [I2], KeyIds: [K1] }, as('c9'))
    await room.settled(I2)
    expect(await room.call('CreateKeyPair', { KeyName: 'new' }, as('c9'))).toEqual(
      denied('CreateKeyPair', '*'),
    )
    expect(await room.call('DescribeInstances', {}, as('c9'))).toEqual(denied('DescribeInstances', '*'))
  })

  test('of CVM count here too, and must allow every instance', async () => {
    const both = { InstanceIds: [I1, I2], KeyIds: [K1] }
    expect(await room.call(ASSOCIATE, both, as('first'))).toEqual(denied(ASSOCIATE, `${OWN}instance/${I2}`))
    expect((await room.instance(I1))['LoginSettings']).toEqual({ KeyIds: [] })
    await room.ok(ASSOCIATE, { InstanceIds: [I1], KeyIds: [K1] }, as('first'))
    await room.settled(I1)
    const unbind = await room.call('DisassociateInstancesKeyPairs', both, as('first'))
    expect(unbind).toEqual(denied('DisassociateInstancesKeyPairs', `${OWN}instance/${I2}`))
  })

  test('are missed in Chinese too', async () => {
    const { error } = await room.call('CreateKeyPair', {}, { ...as('c9'), language: 'zh-CN' })
    expect(error?.Message).toMatch(/^无权限。 \[request id:/)
  })
})

describe('a second factor', () => {
  const params = { InstanceIds: ['lhins-00000000'], KeyIds: [K1] }

  test('is missed as the page has it', async () => {
    const absent = refusal('UnauthorizedOperation.MFANotFound', 'MFA does not exist.')
    const stale = refusal('UnauthorizedOperation.MFAExpired', 'MFA has expired.')
    expect(await room.call(ASSOCIATE, params, as('none'))).toEqual(absent)
    expect(await room.call(ASSOCIATE, params, { signer: ROOT })).toEqual(absent)
    expect(await room.call(ASSOCIATE, params, as('bound'))).toEqual(stale)
    const { error } = await room.call(ASSOCIATE, params, { ...as('bound'), language: 'zh-CN' })
    expect(error?.Message).toBe('MFA 已过期。')
  })

  test('is not asked for where the list of codes has none', async () => {
    const ids = { InstanceIds: ['lhins-00000000'] }
    expect((await room.call('StopInstances', ids, as('none'))).error?.Code).toBe(
      'ResourceNotFound.InstanceIdNotFound',
    )
  })
})

describe('every action', () => {
  const { actions = [] } = listDialects().find(({ id }) => id === 'tencent-lighthouse') ?? {}

  test.each(actions)('$name is refused to a user without policies', async ({ name }) => {
    const { error } = await room.call(name, {}, { signer: ALICE })
    expect(error?.Code).toBe('UnauthorizedOperation.NoPermission')
  })
})
