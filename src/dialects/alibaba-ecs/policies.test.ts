import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { POLICIES } from '../kit/policies/test-support/spec-policies.ts'
import { USER_SECRET, userWith } from '../kit/policies/test-support/seeded-users.ts'
import type { Params } from './test-support/signed-call.ts'
import { refusal, REFUSALS, REGION, RSA_KEY, startWorld, type TestWorld } from './test-support/test-world.ts'

// Cases of spec/policies.md §5 as whole calls.

const { R1, R2, R4, R5, R6, R7 } = POLICIES
const RAM = 'alibaba-ecs'

function statement(parts: object) {
  return { Effect: 'Allow', Action: 'ecs:*', Resource: '*', ...parts }
}

function ram(...statements: readonly object[]) {
  return { Version: '1', Statement: statements }
}

const EVERYTHING = statement({})
const HERE = `acs:ecs:${REGION}:*:*`
const users = [
  userWith('r1', RAM, [R1]),
  userWith('r2', RAM, [R2]),
  userWith('r4', RAM, [R4], { mfa: 'verified' }),
  userWith('r5', RAM, [R5]),
  userWith('r6', RAM, [R6]),
  userWith('r7', RAM, [R7]),
  userWith('cam', 'tencent-cvm', [POLICIES.C3]),
  userWith('inside', RAM, [ram(statement({ Condition: { IpAddress: { 'acs:SourceIp': '127.0.0.1' } } }))]),
  userWith('outside', RAM, [
    ram(
      EVERYTHING,
      statement({ Effect: 'Deny', Condition: { NotIpAddress: { 'acs:SourceIp': ['203.0.113.0/24'] } } }),
    ),
  ]),
  userWith('tls', RAM, [ram(statement({ Condition: { Bool: { 'acs:SecureTransport': 'true' } } }))]),
  userWith('early', RAM, [
    ram(statement({ Condition: { DateLessThan: { 'acs:CurrentTime': '2020-01-01T00:00:00Z' } } })),
  ]),
  userWith('here', RAM, [ram(statement({ Resource: HERE }))]),
  userWith('not-here', RAM, [ram(EVERYTHING, statement({ Effect: 'Deny', Resource: HERE }))]),
  userWith('tagged-pair', RAM, [
    ram(
      EVERYTHING,
      statement({ Effect: 'Deny', Condition: { StringEquals: { 'acs:ResourceTag/team': 'x' } } }),
    ),
  ]),
  userWith('new-tag', RAM, [ram(statement({ Condition: { StringEquals: { 'acs:RequestTag/team': 'a' } } }))]),
]

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ name: 'web' }, { name: 'other' }],
    instances: [
      { id: 'i-bp1aaa' },
      { id: 'i-bp1bbb' },
      { id: 'i-far', region: 'cn-beijing', state: 'stopped' },
      { id: 'i-near', state: 'stopped' },
    ],
    users,
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function as(name: string, action: string, params: Params = {}) {
  return world.call(
    action,
    { RegionId: REGION, ...params },
    { accessKeyId: `AK${name}`, secret: USER_SECRET },
  )
}

async function verdictOf(name: string, action: string, params?: Params): Promise<unknown> {
  const { body } = await as(name, action, params)
  // The detail is an object or not there.
  const detail = body['AccessDeniedDetail'] as Readonly<Record<string, string>> | undefined
  return body['Code'] === 'Forbidden.RAM' ? detail?.['NoPermissionType'] : 'passed'
}

function attach(...ids: readonly string[]) {
  return { KeyPairName: 'web', InstanceIds: JSON.stringify(ids) }
}

describe('AttachKeyPair', () => {
  it('needs every instance and the key pair; a refusal binds nothing', async () => {
    const both = attach('i-bp1aaa', 'i-bp1bbb')
    const reply = await as('r1', 'AttachKeyPair', both)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
    expect(reply.body['AccessDeniedDetail']).toEqual({
      AuthAction: 'ecs:AttachKeyPair',
      AuthPrincipalType: 'SubUser',
      AuthPrincipalOwnerId: '1234567890123456',
      AuthPrincipalDisplayName: 'r1',
      NoPermissionType: 'ImplicitDeny',
      PolicyType: 'AccountLevelIdentityBasedPolicy',
      EncodedDiagnosticMessage: '',
    })
    expect((await world.show('i-bp1aaa'))['KeyPairName']).toBe('')
    expect(await verdictOf('r1', 'AttachKeyPair', { ...attach('i-bp1aaa'), KeyPairName: 'other' })).toBe(
      'ImplicitDeny',
    )
    expect((await as('r1', 'AttachKeyPair', attach('i-bp1aaa'))).body).toMatchObject({ FailCount: '0' })
    expect((await world.show('i-bp1aaa'))['KeyPairName']).toBe('web')
  })

  it('is refused by a deny on the pair, whatever allows it; a new pair is another resource', async () => {
    expect(await verdictOf('r2', 'AttachKeyPair', attach('i-bp1aaa'))).toBe('ExplicitDeny')
    const created = await as('r2', 'ImportKeyPair', { KeyPairName: 'fresh', PublicKeyBody: RSA_KEY })
    expect(created.body).toMatchObject({ KeyPairName: 'fresh' })
  })

  it('is refused to a denied caller alike, whether the ids exist or not', async () => {
    const replies = [attach('i-bp1bbb'), attach('i-nobody')].map((params) =>
      as('r1', 'AttachKeyPair', params),
    )
    const bodies = (await Promise.all(replies)).map(({ body }) => ({ ...body, RequestId: '' }))
    expect(bodies[0]).toEqual(bodies[1])
  })

  it('is judged after the syntax of the parameters, before anything exists', async () => {
    const unreadable = { KeyPairName: 'web', InstanceIds: 'i-bp1aaa' }
    expect(refusal(await as('cam', 'AttachKeyPair', unreadable))[1]).toBe(
      'InvalidInstanceIds.ValueNotSupported',
    )
    expect(refusal(await as('cam', 'AttachKeyPair', attach('i-nobody')))).toEqual(REFUSALS.forbidden)
  })
})

describe('statements', () => {
  it('about everything but some actions', async () => {
    expect(await verdictOf('r5', 'RebootInstance', { InstanceId: 'i-nobody' })).toBe('passed')
    expect(await verdictOf('r5', 'DetachKeyPair', attach('i-bp1aaa'))).toBe('ImplicitDeny')
  })

  it('about one instance give a list of that one only', async () => {
    expect(await verdictOf('r7', 'DescribeInstances', { InstanceIds: '["i-bp1aaa"]' })).toBe('passed')
    expect(await verdictOf('r7', 'DescribeInstances')).toBe('ImplicitDeny')
    const two = { InstanceIds: '["i-bp1aaa","i-bp1bbb"]' }
    expect(await verdictOf('r7', 'DescribeInstances', two)).toBe('ImplicitDeny')
  })

  it('of another language are none', async () => {
    expect(await verdictOf('cam', 'DescribeKeyPairs')).toBe('ImplicitDeny')
    expect(await verdictOf('cam', 'DescribeRegions')).toBe('ImplicitDeny')
  })
})

describe('conditions', () => {
  it.each([
    ['inside', 'passed'],
    ['outside', 'ExplicitDeny'],
    ['tls', 'ImplicitDeny'],
    ['early', 'ImplicitDeny'],
    ['r4', 'ImplicitDeny'],
  ])('of %s: %s', async (name, expected) => {
    expect(await verdictOf(name, 'DescribeInstances')).toBe(expected)
  })

  it('on tags of what is there and of what is to be', async () => {
    const { database } = world.core
    const owner = { account: '1234567890123456', dialect: RAM, region: REGION }
    const [near] = await database.instances.findByIds(owner, ['i-near'])
    if (!near) throw new Error('i-near is not there')
    await database.instances.remove(near)
    await database.instances.insert({ ...near, id: 'i-bp1tag', tags: [{ key: 'team', value: 'qa' }] })
    const reboot = (InstanceId: string) => verdictOf('r6', 'RebootInstance', { InstanceId })
    expect([await reboot('i-bp1tag'), await reboot('i-bp1aaa')]).toEqual(['passed', 'ImplicitDeny'])
    await database.instances.insert(near)

    const tag = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'x' }
    await world.call('ImportKeyPair', {
      RegionId: REGION,
      KeyPairName: 'tagged',
      PublicKeyBody: RSA_KEY,
      ...tag,
    })
    const remove = (name: string) =>
      verdictOf('tagged-pair', 'DeleteKeyPairs', { KeyPairNames: JSON.stringify([name]) })
    expect([await remove('tagged'), await remove('nobody')]).toEqual(['ExplicitDeny', 'passed'])

    const make = (value: string) =>
      verdictOf('new-tag', 'CreateKeyPair', {
        KeyPairName: 'with_tag',
        'Tag.1.Key': 'team',
        'Tag.1.Value': value,
      })
    expect([await make('b'), await make('a')]).toEqual(['ImplicitDeny', 'passed'])
  })
})

describe('an action without a region', () => {
  const start = (name: string, InstanceId: string) => verdictOf(name, 'StartInstance', { InstanceId })

  it('is judged where the instance of the caller is', async () => {
    expect(await start('here', 'i-far')).toBe('ImplicitDeny')
    expect(await start('not-here', 'i-near')).toBe('ExplicitDeny')
    expect(await start('here', 'i-near')).toBe('passed')
    expect(await start('not-here', 'i-far')).toBe('passed')
  })

  it('is nowhere when there is no such instance', async () => {
    expect(await start('here', 'i-nobody')).toBe('ImplicitDeny')
    expect(await start('not-here', 'i-nobody')).toBe('passed')
  })

  it('takes no region from the caller', async () => {
    const params = { InstanceId: 'i-near', RegionId: 'cn-beijing' }
    expect(await verdictOf('not-here', 'StopInstance', params)).toBe('ExplicitDeny')
  })
})

describe('the audit row of a refusal', () => {
  it('has the code, the statement and the resource', async () => {
    const { body } = await as('r2', 'DeleteKeyPairs', { KeyPairNames: '["web"]' })
    await world.core.auditLog.flush()
    const rows = await world.core.database.audit.newest('1234567890123456', 10)
    expect(rows.find(({ requestId }) => requestId === body['RequestId'])).toMatchObject({
      outcome: 'Forbidden.RAM',
      changes: [
        {
          subject: `acs:ecs:${REGION}:1234567890123456:keypair/web`,
          detail: 'explicitDeny by policies.0 statement 1',
        },
      ],
    })
  })
})
