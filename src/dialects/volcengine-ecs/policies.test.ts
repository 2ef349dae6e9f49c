import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { listDialects } from '../../../tests/action-table.ts'
import { POLICIES } from '../kit/policies/test-support/spec-policies.ts'
import { USER_SECRET, userWith } from '../kit/policies/test-support/seeded-users.ts'
import { REGION } from './test-support/signed-call.ts'
import {
  ALICE,
  denied,
  details,
  listed,
  missing,
  refusal,
  REFUSALS,
  startWorld,
  type TestWorld,
} from './test-support/test-world.ts'

// Cases of spec/policies.md §5 as whole calls.

const { V1, V2, V3, V4, V5, V7 } = POLICIES
const IAM = 'volcengine-ecs'

function iam(...statements: readonly object[]) {
  return { Statement: statements.map((parts) => ({ Effect: 'Allow', Action: ['ecs:*'], ...parts })) }
}

const pairOnly = iam({ Resource: ['trn:ecs:*:*:instance/*'] }, { Resource: ['trn:ecs:*:*:keypair/kp-aaa'] })

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { id: 'kp-aaa', name: 'a' },
      { id: 'kp-bbb', name: 'b' },
    ],
    instances: ['i-aaa', 'i-bbb', 'i-ccc'].map((id) => ({ id, state: 'stopped' })),
    users: [
      userWith('v1', IAM, [V1]),
      userWith('v2', IAM, [V2]),
      userWith('ops-anna', IAM, [V3]),
      userWith('dev-bob', IAM, [V3]),
      userWith('anna', IAM, [V4]),
      userWith('v5', IAM, [V5]),
      userWith('v7', IAM, [V7]),
      userWith('ram', 'alibaba-ecs', [POLICIES.R2]),
      userWith('pair', IAM, [pairOnly]),
      userWith('inside', IAM, [iam({ Condition: { IpAddress: { 'volc:SourceIp': '127.0.0.0/8' } } })]),
      userWith('outside', IAM, [iam({ Condition: { NotIpAddress: { 'volc:SourceIp': '127.0.0.0/8' } } })]),
      userWith('early', IAM, [
        iam({ Condition: { DateLessThan: { 'volc:CurrentTime': '2020-01-01T00:00:00Z' } } }),
      ]),
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

type Params = Readonly<Record<string, string>>

function as(name: string, action: string, params: Params = {}) {
  return world.call(action, params, { accessKeyId: `AK${name}`, secret: USER_SECRET })
}

async function refusalOf(name: string, action: string, params: Params = {}) {
  return refusal(await as(name, action, params))
}

function attach(pair: Params, ...ids: readonly string[]): Params {
  return { ...pair, ...listed('InstanceIds', ids) }
}

describe('AttachKeyPair', () => {
  test('needs every instance: none is bound when one is not allowed', async () => {
    const two = attach({ KeyPairId: 'kp-aaa' }, 'i-aaa', 'i-ccc')
    expect(await refusalOf('v1', 'AttachKeyPair', two)).toEqual(denied('AttachKeyPair', 'instance/i-ccc'))
    expect((await world.show('i-aaa'))['KeyPairId']).toBe('')
    const reply = await as('v1', 'AttachKeyPair', attach({ KeyPairId: 'kp-aaa' }, 'i-bbb'))
    expect(details(reply)).toEqual([['i-bbb', null]])
  })

  test('needs the key pair, also when it is named; the refusal tells no id that was not sent', async () => {
    const forbidden = denied('AttachKeyPair', 'keypair/*')
    expect(await refusalOf('pair', 'AttachKeyPair', attach({ KeyPairName: 'b' }, 'i-aaa'))).toEqual(forbidden)
    expect(await refusalOf('pair', 'AttachKeyPair', attach({ KeyPairName: 'x' }, 'i-aaa'))).toEqual(forbidden)
    expect(await refusalOf('pair', 'AttachKeyPair', attach({ KeyPairId: 'kp-bbb' }, 'i-aaa'))).toEqual(
      denied('AttachKeyPair', 'keypair/kp-bbb'),
    )
    const named = await as('pair', 'AttachKeyPair', attach({ KeyPairName: 'a' }, 'i-ccc'))
    expect(details(named)).toEqual([['i-ccc', null]])
  })

  test('is judged by the id that counts, not by a name beside it', async () => {
    const both = { KeyPairId: 'kp-bbb', KeyPairName: 'a' }
    expect(await refusalOf('pair', 'AttachKeyPair', attach(both, 'i-aaa'))).toEqual(
      denied('AttachKeyPair', 'keypair/kp-bbb'),
    )
  })

  test('is refused before its parameters are', async () => {
    expect(await refusalOf('v2', 'AttachKeyPair')).toEqual(missing('InstanceIds'))
    expect(await refusalOf('v7', 'AttachKeyPair')).toEqual(denied('AttachKeyPair', 'instance/*'))
  })
})

describe('RunInstances', () => {
  test('is judged by the name that it takes, not by an id that it does not', async () => {
    const params = { KeyPairId: 'kp-aaa', KeyPairName: 'b' }
    expect(await refusalOf('pair', 'RunInstances', params)).toEqual(denied('RunInstances', 'keypair/*'))
  })
})

describe('statements', () => {
  test('a deny beats an allow', async () => {
    const reply = await as('v2', 'DeleteKeyPairs', { 'KeyPairNames.1': 'a' })
    expect(refusal(reply)).toEqual(denied('DeleteKeyPairs', 'keypair/*'))
    await world.core.auditLog.flush()
    const rows = await world.core.database.audit.newest('2100000000', 20)
    expect(rows.find(({ requestId }) => requestId === reply.metadata['RequestId'])).toMatchObject({
      outcome: 'AccessDenied',
      changes: [
        {
          subject: `trn:ecs:${REGION}:2100000000:keypair/kp-aaa`,
          detail: 'explicitDeny by policies.0 statement 1',
        },
      ],
    })
  })

  test('a wildcard counts where texts are compared', async () => {
    expect((await as('ops-anna', 'DescribeKeyPairs')).status).toBe(200)
    expect(await refusalOf('dev-bob', 'DescribeKeyPairs')).toEqual(denied('DescribeKeyPairs', 'keypair/*'))
  })

  test('all but another product, and no resource at all', async () => {
    expect(await refusalOf('v5', 'StopInstance', { InstanceId: 'i-zzz' })).toEqual(REFUSALS.instance)
    expect((await as('v7', 'DescribeInstances')).status).toBe(200)
    expect(await refusalOf('v7', 'StopInstance', { InstanceId: 'i-aaa' })).toEqual(
      denied('StopInstance', 'instance/i-aaa'),
    )
  })

  test('of another language are none', async () => {
    expect(await refusalOf('ram', 'DescribeKeyPairs')).toEqual(denied('DescribeKeyPairs', 'keypair/*'))
    expect(await refusalOf('ram', 'DescribeRegions')).toEqual(denied('DescribeRegions', '*'))
  })
})

describe('conditions', () => {
  test('on address and time', async () => {
    const forbidden = denied('DescribeInstances', 'instance/*')
    expect((await as('inside', 'DescribeInstances')).status).toBe(200)
    expect(await refusalOf('outside', 'DescribeInstances')).toEqual(forbidden)
    expect(await refusalOf('early', 'DescribeInstances')).toEqual(forbidden)
  })

  test('on the tag of the instance that has to be the user', async () => {
    const created = await world.call('RunInstances', {
      ZoneId: 'cn-beijing-a',
      ImageId: 'image-ybqi99s7yq8rx7mnk44b',
      InstanceTypeId: 'ecs.g1.large',
      InstanceName: 'tagged',
      'NetworkInterfaces.1.SubnetId': 'subnet-1',
      'Volumes.1.VolumeType': 'ESSD_PL0',
      'Volumes.1.Size': '40',
      Password: 'S3cret-pw!',
      'Tags.1.Key': 'owner',
      'Tags.1.Value': 'anna',
    })
    const [id = ''] = (created.result?.['InstanceIds'] ?? []) as readonly string[]
    expect(id).not.toBe('')
    await world.waitFor(id, 'RUNNING')
    expect((await as('anna', 'StopInstance', { InstanceId: id })).status).toBe(200)
    expect(await refusalOf('anna', 'StopInstance', { InstanceId: 'i-bbb' })).toEqual(
      denied('StopInstance', 'instance/i-bbb'),
    )
  })
})

describe('every action', () => {
  const { actions = [] } = listDialects().find(({ id }) => id === 'volcengine-ecs') ?? {}

  test.each(actions)('$name is refused to a user without policies', async ({ name }) => {
    const [status, code] = refusal(await world.call(name, {}, ALICE))
    expect([status, code]).toEqual([403, 'AccessDenied'])
  })
})
