import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { sshKey } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { addKeyPair, crowdOf, EACH_ONCE, ownKeyPair, publicKeyLine, readWhileItChanges } from './thousands.ts'
import {
  ACCESS_KEY,
  type Answer,
  type Ask,
  type Body,
  detailsOf,
  listOf,
  REGION,
  sdkCore,
} from './volcengine-clients.ts'

// The whole life of a key pair, by the official SDK: from its import to its end, among few others and among thousands.

const CROWD = { id: 'AKLTcrowdroot', secret: 'crowd-root-secret==' }
const PLACE = `dialect: volcengine-ecs, account: crowd, region: ${REGION}`
const LARGEST_PAGE = { DescribeKeyPairs: 500, DescribeInstances: 100 }

const PAIRS = crowdOf(
  { prefix: 'kp-', calledBy: 'id' },
  ({ id, number }) => `${PLACE}, name: ${id}, publicKey: "${publicKeyLine(number)}"`,
)
const INSTANCES = crowdOf({ prefix: 'i-', calledBy: 'id' }, () => `${PLACE}, state: stopped`)

const SEED = `
accounts:
  - { id: "2100000001", name: acme, users: [{ name: root, accessKeys: [{ id: ${ACCESS_KEY.id}, secret: "${ACCESS_KEY.secret}" }] }] }
  - { id: "2100000002", name: crowd, users: [{ name: root, accessKeys: [{ id: ${CROWD.id}, secret: "${CROWD.secret}" }] }] }
keyPairs:
${PAIRS.seed}
instances:
${INSTANCES.seed}
`

let keyplane: TestKeyplane
const ask = sdkCore(() => keyplane.endpoint, 'get/text_plain')
const crowd = sdkCore(() => keyplane.endpoint, 'get/text_plain', CROWD)

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

/** The result of a call that is not refused. */
async function ok(action: string, input: Body = {}, by: Ask = ask): Promise<Body> {
  const { ResponseMetadata, Result = {} } = await by(action, input)
  expect(ResponseMetadata.Error).toBeUndefined()
  return Result
}

async function list(action: string, name: string, input: Body, by: Ask = ask): Promise<readonly Body[]> {
  return listOf(await by(action, input), name)
}

async function running(id: string, by: Ask = ask): Promise<Body> {
  const find = async () => (await list('DescribeInstances', 'Instances', { InstanceIds: [id] }, by))[0] ?? {}
  await expect.poll(find, { timeout: 10_000 }).toMatchObject({ Status: 'RUNNING' })
  return find()
}

async function describePair(id: string): Promise<Body | undefined> {
  const [pair] = await list('DescribeKeyPairs', 'KeyPairs', { KeyPairIds: [id] })
  return pair
}

async function run(name: string, by: Ask, more: Body = {}): Promise<string> {
  const { InstanceIds } = await ok(
    'RunInstances',
    {
      ...{ ZoneId: 'cn-beijing-a', ImageId: 'image-ybubuntu2404lts0x640', InstanceTypeId: 'ecs.c3i.xlarge' },
      ...{ InstanceName: name, NetworkInterfaces: [{ SubnetId: 'subnet-1', SecurityGroupIds: ['sg-1'] }] },
      ...{ Volumes: [{ VolumeType: 'ESSD_PL0', Size: 40 }], KeepImageCredential: true },
      ...more,
    },
    by,
  )
  const [id] = listOf({ ResponseMetadata: {}, Result: { InstanceIds } }, 'InstanceIds').map(String)
  return id ?? ''
}

describe('the life of a pair', () => {
  const pairs = { first: '', second: '' }
  const own = { first: '', second: '' }
  let made: Body

  const idOf = ({ InstanceId }: Body) => String(InstanceId)
  const addressOf = ({ EipAddress }: Body) => String((EipAddress as Body)['IpAddress'])
  const canEnter = async (privateKey: string) => {
    const target = { host: addressOf(made), port: keyplane.sshPort, user: 'root' }
    const { stdout } = await sshKey({ ...target, privateKey, command: 'echo in' })
    return stdout === 'in\n'
  }
  const reboot = async () => {
    await ok('RebootInstance', { InstanceId: idOf(made) })
    made = await running(idOf(made))
  }

  test('it is imported, with tags', async () => {
    for (const name of ['first', 'second'] as const) {
      const { publicKey, privateKey } = await ownKeyPair()
      own[name] = privateKey
      const Tags = [{ Key: 'born', Value: `as-${name}` }]
      const input = { KeyPairName: name, PublicKey: publicKey, Tags, ProjectName: `of-${name}` }
      const { KeyPairId } = await ok('ImportKeyPair', input)
      pairs[name] = String(KeyPairId)
      expect(await describePair(pairs[name])).toMatchObject({
        ...{ KeyPairId, KeyPairName: name, Description: '', ProjectName: `of-${name}`, Tags },
      })
    }
  })

  test('it is described and tagged', async () => {
    const KeyPairId = pairs.first
    await ok('ModifyKeyPairAttribute', { KeyPairId, Description: 'my own' })
    const resources = { ResourceType: 'keypair', ResourceIds: [KeyPairId] }
    const created = await ask('CreateTags', { ...resources, Tags: [{ Key: 'team', Value: 'a' }] })
    const deleted = await ask('DeleteTags', { ...resources, TagKeys: ['born'] })
    for (const answer of [created, deleted]) {
      expect(detailsOf(answer)).toEqual([{ ResourceId: KeyPairId, Error: null }])
    }
    await ok('TagResources', { ...resources, Tags: [{ Key: 'for-a-while', Value: '' }] })
    const tags = async (action: string) =>
      (await list(action, 'TagResources', resources)).map(({ TagKey }) => TagKey)
    expect(await tags('ListTagsForResources')).toEqual(['for-a-while', 'team'])
    await ok('UntagResources', { ...resources, TagKeys: ['for-a-while'] })
    expect(await tags('DescribeTags')).toEqual(['team'])
    const Tags = [{ Key: 'team', Value: 'a' }]
    expect(await describePair(KeyPairId)).toMatchObject({ Description: 'my own', Tags })
  })

  // Source: spec/volcengine.md §2.3.
  test.each<[name: string, matching: (pair: Body) => unknown, other: (pair: Body) => unknown]>([
    ['KeyPairName', () => 'irs', () => 'econ'],
    ['KeyPairNames', () => ['none', 'first'], () => ['irs']],
    ['KeyPairIds', () => [pairs.first], () => [pairs.second]],
    ['FingerPrint', ({ FingerPrint }) => FingerPrint, () => '0fa20ad7383e6545086b63841cffdcba'],
    ['ProjectName', () => 'of-first', () => 'of-second'],
    ['TagFilters', () => [{ Key: 'team' }], () => [{ Key: 'born' }]],
    [
      'TagFilters',
      () => [{ Key: 'team', Values: ['b', 'a'] }],
      () => [{ Key: 'team', Values: ['b', 'as-second'] }],
    ],
  ])('it is found by %s', async (name, matching, other) => {
    const first = (await describePair(pairs.first)) ?? {}
    const find = async (value: unknown) =>
      (await list('DescribeKeyPairs', 'KeyPairs', { [name]: value })).map(({ KeyPairId }) => KeyPairId)
    expect(await find(matching(first))).toEqual([pairs.first])
    expect(await find(other(first))).not.toContain(pairs.first)
  })

  test('an instance runs with it, and it alone opens', async () => {
    const id = await run('machine', ask, {
      ...{ KeyPairName: 'first', KeepImageCredential: false, ProjectName: 'of-first' },
      Tags: [{ Key: 'team', Value: 'a' }],
    })
    made = await running(id)
    expect(made).toMatchObject({ KeyPairId: pairs.first, KeyPairName: 'first' })
    expect(await canEnter(own.first)).toBe(true)
    expect(await canEnter(own.second)).toBe(false)
  })

  // Source: spec/volcengine.md §2.9.
  test.each<[name: string, matching: (instance: Body) => unknown, other: unknown]>([
    ['InstanceIds', (instance) => [idOf(instance)], ['i-other']],
    ['InstanceName', () => 'achin', 'other'],
    ['KeyPairName', () => 'first', 'second'],
    ['Status', () => 'RUNNING', 'STOPPED'],
    ['ZoneId', () => 'cn-beijing-a', 'cn-beijing-b'],
    ['VpcId', ({ VpcId }) => VpcId, 'vpc-other'],
    [
      'PrimaryIpAddress',
      ({ NetworkInterfaces }) => (NetworkInterfaces as Body[])[0]?.['PrimaryIpAddress'],
      '10.255.255.1',
    ],
    ['InstanceChargeType', () => 'PostPaid', 'PrePaid'],
    ['ProjectName', () => 'of-first', 'of-second'],
    ['InstanceTypes', () => ['ecs.c3i.xlarge'], ['ecs.g3i.large']],
    ['InstanceTypeIds', () => ['ecs.g3i.large', 'ecs.c3i.xlarge'], ['ecs.g3i.large']],
    ['InstanceTypeFamilies', () => ['ecs.c3i'], ['ecs.c3']],
    ['EipAddresses', (instance) => [addressOf(instance)], ['127.127.255.1']],
    ['TagFilters', () => [{ Key: 'team' }], [{ Key: 'born' }]],
    ['TagFilters', () => [{ Key: 'team', Values: ['a'] }], [{ Key: 'team', Values: ['b'] }]],
  ])('the instance is found by %s', async (name, matching, other) => {
    const find = async (value: unknown) =>
      (await list('DescribeInstances', 'Instances', { [name]: value })).map(idOf)
    expect(await find(matching(made))).toEqual([idOf(made)])
    expect(await find(other)).toEqual([])
  })

  test.each([
    ...['HpcClusterId', 'DedicatedHostId', 'DedicatedHostClusterId', 'ScheduledInstanceId'],
    ...['Ipv6Addresses', 'DeploymentSetIds', 'DeploymentSetGroupNumbers', 'AffinityGroupIds'],
  ])('nothing has what %s asks for', async (name) => {
    const input = { [name]: name.endsWith('s') ? ['1'] : 'some' }
    expect(await ok('DescribeInstances', input)).toEqual({ Instances: [], NextToken: '', TotalCount: 0 })
  })

  test('a second one takes its place after a reboot, and is not deleted while it is bound', async () => {
    const inUse = { Error: { Code: 'OperationDenied.KeyPairInUse' } }
    expect(detailsOf(await ask('DeleteKeyPairs', { KeyPairNames: ['first'] }))).toMatchObject([inUse])
    const bound = await ask('AttachKeyPair', { KeyPairId: pairs.second, InstanceIds: [idOf(made)] })
    expect(detailsOf(bound)).toEqual([{ InstanceId: idOf(made), Error: null }])
    made = await running(idOf(made))
    expect(made).toMatchObject({ KeyPairId: pairs.second, KeyPairName: 'second' })
    expect(await list('DescribeInstances', 'Instances', { KeyPairName: 'first' })).toEqual([])
    expect(await canEnter(own.second)).toBe(false)
    await reboot()
    expect(await canEnter(own.first)).toBe(false)
    expect(await canEnter(own.second)).toBe(true)
    const deleted = detailsOf(await ask('DeleteKeyPairs', { KeyPairNames: ['first', 'second'] }))
    expect(deleted).toMatchObject([{ KeyPairName: 'first', Error: null }, inUse])
    expect(await describePair(pairs.first)).toBeUndefined()
  })

  test('it is deleted when nothing is bound any more', async () => {
    const detached = await ask('DetachKeyPair', { KeyPairId: pairs.second, InstanceIds: [idOf(made)] })
    expect(detailsOf(detached)).toEqual([{ InstanceId: idOf(made), Error: null }])
    await reboot()
    expect(made).toMatchObject({ KeyPairId: '', KeyPairName: '' })
    expect(await canEnter(own.second)).toBe(false)
    const deleted = detailsOf(await ask('DeleteKeyPairs', { KeyPairNames: ['second'] }))
    expect(deleted).toMatchObject([{ KeyPairName: 'second', Error: null }])
    expect(await ok('DescribeKeyPairs')).toEqual({ KeyPairs: [], NextToken: '' })
  })
})

describe('thousands, read page by page while others come and go', () => {
  function allDone(answer: Answer, ids: readonly string[]): void {
    expect(detailsOf(answer).map((detail) => detail['Error'])).toEqual(ids.map(() => null))
  }

  async function readPage(action: keyof typeof LARGEST_PAGE, token: string | undefined, limit: number) {
    const input = { MaxResults: limit, ...(token === undefined ? {} : { NextToken: token }) }
    const { NextToken, KeyPairs, Instances } = await ok(action, input, crowd)
    const rows = (KeyPairs ?? Instances) as Body[]
    const ids = rows.map(({ KeyPairId, InstanceId }) => String(Instances ? InstanceId : KeyPairId))
    return { ids, isLast: NextToken === '', token: String(NextToken) }
  }

  test.each([LARGEST_PAGE.DescribeKeyPairs, 100])('key pairs by NextToken, %d at once', async (limit) => {
    let fresh = 0
    const outcome = await readWhileItChanges(PAIRS, {
      readPage: ({ token }) => readPage('DescribeKeyPairs', token, limit),
      async create() {
        fresh += 1
        const id = `kp-f${limit}x${fresh}`
        await addKeyPair(keyplane, { account: '2100000002', dialect: 'volcengine-ecs', region: REGION, id })
        return id
      },
      remove: async (KeyPairNames) => allDone(await crowd('DeleteKeyPairs', { KeyPairNames }), KeyPairNames),
    })
    expect(outcome).toEqual(EACH_ONCE)
  })

  test('instances by NextToken', async () => {
    const outcome = await readWhileItChanges(INSTANCES, {
      readPage: ({ token }) => readPage('DescribeInstances', token, LARGEST_PAGE.DescribeInstances),
      async create() {
        const id = await run('fresh', crowd)
        await running(id, crowd)
        return id
      },
      remove: async (InstanceIds) => allDone(await crowd('DeleteInstances', { InstanceIds }), InstanceIds),
    })
    expect(outcome).toEqual(EACH_ONCE)
  })
})
