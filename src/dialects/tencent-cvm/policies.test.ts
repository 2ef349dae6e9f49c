import { describe, expect, test } from 'vitest'

import { listDialects } from '../../../tests/action-table.ts'
import { POLICIES } from '../kit/policies/test-support/spec-policies.ts'
import { USER_SECRET, userWith } from '../kit/policies/test-support/seeded-users.ts'
import { ALICE, refusal, ROOT, STRANGER, testRoom } from '../kit/tencent/test-support/test-room.ts'
import { seededInstance, seededKeyPair } from './test-support/cvm-room.ts'

// Cases of spec/policies.md §5 as whole calls.

const { C1, C2, C3, C4, C6, C7, C8 } = POLICIES
const CAM = 'tencent-cvm'
const ACCOUNT = 'qcs::cvm:ap-guangzhou:uin/1000000001:'

function allow(parts: object) {
  return {
    version: '2.0',
    statement: [{ effect: 'allow', action: 'cvm:*', resource: '*', ...parts }],
  }
}

function inZone(condition: object) {
  return allow({ action: 'cvm:RunInstances', condition })
}

const room = testRoom({
  version: '2017-03-12',
  users: [
    userWith('c1', CAM, [C1]),
    userWith('c2', CAM, [C2]),
    userWith('admin', CAM, [C3]),
    userWith('c3c4', CAM, [C3, C4]),
    userWith('pool', 'tencent-lighthouse', [C1]),
    userWith('foreign', 'alibaba-ecs', [POLICIES.R2]),
    userWith('inside', CAM, [allow({ condition: { ip_equal: { 'qcs:ip': '127.0.0.0/8' } } })]),
    userWith('outside', CAM, [allow({ condition: { ip_not_equal: { 'qcs:ip': '127.0.0.0/8' } } })]),
    userWith('early', CAM, [
      allow({ condition: { date_less_than: { 'qcs:current_time': '2020-01-01T00:00:00Z' } } }),
    ]),
    userWith('any-tag', CAM, [C6]),
    userWith('all-tags', CAM, [C7]),
    userWith('zone-3', CAM, [C8]),
    userWith('small-only', CAM, [inZone({ string_equal: { 'cvm:instance_type': 'S5.SMALL1' } })]),
    userWith('zone-4-only', CAM, [inZone({ string_equal: { 'cvm:zone': 'ap-guangzhou-4' } })]),
  ],
  seed: `keyPairs:
${seededKeyPair('skey-aaaaaaaa', 'a')}${seededKeyPair('skey-bbbbbbbb', 'b', 1)}instances:
${['a', 'b', 'c'].map((letter) => seededInstance(`ins-${letter.repeat(8)}`, 'state: stopped')).join('')}${seededInstance('ins-running0', 'zone: ap-guangzhou-3')}${seededInstance('ins-elsewhere', 'zone: ap-guangzhou-4').replace('ins-elsewhere', 'ins-zonefour')}`,
})

const [I1, I2, K1, K2] = ['ins-aaaaaaaa', 'ins-bbbbbbbb', 'skey-aaaaaaaa', 'skey-bbbbbbbb']
const ASSOCIATE = 'AssociateInstancesKeyPairs'

function as(name: string) {
  return { signer: { secretId: `AK${name}`, secretKey: USER_SECRET } }
}

function denied(action: string, resource: string) {
  const text = `you are not authorized to perform operation (cvm:${action})\nresource (${resource}) has no permission\n`
  return refusal('UnauthorizedOperation', new RegExp(`^\\[request id:[0-9a-f-]{36}\\]${quoted(text)}$`))
}

function quoted(text: string): string {
  return text.replaceAll(/[()*/.]/g, '\\$&')
}

async function keysOf(id: string) {
  return (await room.instance(id))['LoginSettings']
}

describe('bind and unbind', () => {
  test('need every instance and every key pair; a refusal changes nothing and names the first', async () => {
    const before = await Promise.all([keysOf(I1), keysOf(I2)])
    const refused: readonly (readonly [readonly string[], readonly string[], string])[] = [
      [[I1, I2], [K1], `instance/${I2}`],
      [[I2, I1], [K1], `instance/${I2}`],
      [[I1], [K1, K2], `keypair/${K2}`],
      [[I1], [K2, K1], `keypair/${K2}`],
    ]
    for (const [InstanceIds, KeyIds, resource] of refused) {
      const answer = await room.call(ASSOCIATE, { InstanceIds, KeyIds }, as('c1'))
      expect(answer).toEqual(denied(ASSOCIATE, ACCOUNT + resource))
    }
    expect(await Promise.all([keysOf(I1), keysOf(I2)])).toEqual(before)
    const both = { InstanceIds: [I1], KeyIds: [K1] }
    await room.ok(ASSOCIATE, both, as('c1'))
    await room.settled(I1)
    expect(await room.call('DisassociateInstancesKeyPairs', both, as('c1'))).toEqual(
      denied('DisassociateInstancesKeyPairs', `${ACCOUNT}instance/${I1}`),
    )
    expect(await keysOf(I1)).toEqual({ KeyIds: [K1] })
  })

  test('are limited to the region and the action of the statement', async () => {
    const both = { InstanceIds: [I1], KeyIds: [K1] }
    const elsewhere = await room.call(ASSOCIATE, both, { ...as('c1'), region: 'ap-shanghai' })
    expect(elsewhere).toEqual(denied(ASSOCIATE, `qcs::cvm:ap-shanghai:uin/1000000001:instance/${I1}`))
  })

  test('are refused by a deny on one of them, whatever allows them', async () => {
    const answer = await room.call(ASSOCIATE, { InstanceIds: [I2], KeyIds: [K1] }, as('c3c4'))
    expect(answer).toEqual(denied(ASSOCIATE, `${ACCOUNT}keypair/${K1}`))
    await room.ok(ASSOCIATE, { InstanceIds: [I2], KeyIds: [K2] }, as('c3c4'))
    await room.settled(I2)
  })

  test.each(['get', 'multipart', 'v1', 'v1-form'] as const)(
    'are judged alike in the form %s',
    async (form) => {
      const params = { InstanceIds: [I1, 'ins-cccccccc'], KeyIds: [K1] }
      const answer = await room.call(ASSOCIATE, params, { ...as('c1'), form })
      expect(answer).toEqual(denied(ASSOCIATE, `${ACCOUNT}instance/ins-cccccccc`))
    },
  )
})

describe('a user', () => {
  test('without a policy of this cloud may do nothing, also not list', async () => {
    const all = denied('DescribeKeyPairs', `${ACCOUNT}keypair/*`)
    expect(await room.call('DescribeKeyPairs', {}, as('foreign'))).toEqual(all)
    expect(await room.call('DescribeInstances', {}, as('foreign'))).toEqual(denied('DescribeInstances', '*'))
  })

  test('gets his policies from one pool with Lighthouse', async () => {
    const answer = await room.call(ASSOCIATE, { InstanceIds: ['ins-cccccccc'], KeyIds: [K1] }, as('pool'))
    expect(answer).toEqual(denied(ASSOCIATE, `${ACCOUNT}instance/ins-cccccccc`))
    const own = await room.call(ASSOCIATE, { InstanceIds: [I1], KeyIds: [K1] }, as('pool'))
    expect(own.error?.Code).not.toBe('UnauthorizedOperation')
  })

  test('has what a pattern gives him, and no list with a limited resource', async () => {
    await room.ok('StartInstances', { InstanceIds: ['ins-cccccccc'] }, as('c2'))
    await room.settled('ins-cccccccc')
    const bind = await room.call(ASSOCIATE, { InstanceIds: ['ins-cccccccc'], KeyIds: [K1] }, as('c2'))
    expect(bind).toEqual(denied(ASSOCIATE, `${ACCOUNT}keypair/${K1}`))
    expect(await room.call('DescribeInstances', {}, as('c2'))).toEqual(denied('DescribeInstances', '*'))
    expect((await room.call('DescribeInstances', {}, as('admin'))).error).toBeUndefined()
    expect((await room.call('DescribeKeyPairs', {}, as('c3c4'))).error).toBeUndefined()
  })

  test('who is root needs none; another account is no part of it', async () => {
    await room.ok('DescribeKeyPairs', { KeyIds: [K1] }, { signer: ROOT })
    const params = { InstanceIds: [I1], KeyIds: [K1] }
    const { error } = await room.call(ASSOCIATE, params, { signer: STRANGER })
    expect(error?.Code).toMatch(/NotFound/)
  })
})

describe('conditions', () => {
  const ping = (name: string, ids: readonly string[] = ['ins-running0'], action = 'RebootInstances') =>
    room.call(action, { InstanceIds: ids }, as(name)).then(({ error }) => error?.Code)

  test('on the address and the time', async () => {
    expect(await ping('inside', ['ins-00000000'])).toBe('InvalidInstanceId.NotFound')
    expect(await ping('outside', ['ins-00000000'])).toBe('UnauthorizedOperation')
    expect(await ping('early', ['ins-00000000'])).toBe('UnauthorizedOperation')
  })

  test('on the tags of the instance', async () => {
    const tags = [
      { Key: 'env', Value: 'dev' },
      { Key: 'team', Value: 'b' },
    ]
    const { InstanceIdSet } = await room.ok('RunInstances', {
      Placement: { Zone: 'ap-guangzhou-3' },
      ImageId: 'img-eb30mz89',
      TagSpecification: [{ ResourceType: 'instance', Tags: tags }],
    })
    const [id = ''] = InstanceIdSet as string[]
    await room.settled(id)
    expect(await ping('all-tags', [id])).toBe('UnauthorizedOperation')
    expect(await ping('any-tag', ['ins-running0'])).toBe('UnauthorizedOperation')
    expect(await ping('any-tag', [id, 'ins-running0'])).toBe('UnauthorizedOperation')
    expect(await ping('any-tag', [id])).toBeUndefined()
    await room.settled(id)
  })

  test('on the zone, for each instance; one that is unknown has none', async () => {
    const params = { InstanceIds: ['ins-running0', 'ins-zonefour'] }
    expect(await room.call('StopInstances', params, as('zone-3'))).toEqual(
      denied('StopInstances', `${ACCOUNT}instance/ins-zonefour`),
    )
    expect(await ping('zone-3', ['ins-00000000'], 'StopInstances')).toBe('InvalidInstanceId.NotFound')
  })

  test('on what a call wants to create, also on what it leaves out', async () => {
    const params = { Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89', DryRun: true }
    const codeOf = async (name: string, more: object = {}) =>
      (await room.call('RunInstances', { ...params, ...more }, as(name))).error?.Code
    expect(await codeOf('small-only')).toBe('UnauthorizedOperation')
    expect(await codeOf('small-only', { InstanceType: 'S5.SMALL1' })).not.toBe('UnauthorizedOperation')
    expect(await codeOf('zone-4-only')).toBe('UnauthorizedOperation')
    const four = { Placement: { Zone: 'ap-guangzhou-4' } }
    expect(await codeOf('zone-4-only', four)).not.toBe('UnauthorizedOperation')
  })
})

describe('a denied caller', () => {
  test('learns nothing of what exists', async () => {
    for (const id of [I1, 'ins-00000000', 'nonsense']) {
      const answer = await room.call('RebootInstances', { InstanceIds: [id] }, as('c1'))
      expect(answer).toEqual(denied('RebootInstances', `${ACCOUNT}instance/${id}`))
    }
  })

  test('is refused before his parameters are, also when they cannot be read', async () => {
    const all = denied('RebootInstances', `${ACCOUNT}instance/*`)
    expect(await room.call('RebootInstances', { Bogus: 1 }, as('c1'))).toEqual(all)
    expect(await room.call('RebootInstances', { InstanceIds: I1 }, as('c1'))).toEqual(all)
    const raw = { contentType: 'application/json', body: '{' }
    expect(await room.call('RebootInstances', {}, { ...as('c1'), raw })).toEqual(all)
    const { error } = await room.call('RebootInstances', {}, { ...as('admin'), raw })
    expect(error?.Code).toBe('InvalidParameter')
  })

  test('leaves an audit row with the code, and the statement that he is never told of', async () => {
    const { requestId } = await room.call('DeleteKeyPairs', { KeyIds: [K1] }, as('c3c4'))
    const { core } = room.keyplane
    await core.auditLog.flush()
    const rows = await core.database.audit.newest('1000000001', 20)
    expect(rows.find((row) => row.requestId === requestId)).toMatchObject({
      user: 'c3c4',
      action: 'DeleteKeyPairs',
      outcome: 'UnauthorizedOperation',
      changes: [
        {
          what: 'permission',
          verb: 'refused',
          subject: `${ACCOUNT}keypair/${K1}`,
          detail: 'explicitDeny by policies.1 statement 0',
        },
      ],
    })
  })
})

describe('every action', () => {
  const { actions = [] } = listDialects().find(({ id }) => id === 'tencent-cvm') ?? {}

  test.each(actions)('$name is refused to a user without policies', async ({ name }) => {
    const { error } = await room.call(name, {}, { signer: ALICE })
    // Its list has a code of its own. Source: spec/tencent.md appendix A.
    const code =
      name === 'DescribeImages' ? 'UnauthorizedOperation.PermissionDenied' : 'UnauthorizedOperation'
    expect(error?.Code).toBe(code)
  })
})
