import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { tag } from 'tencentcloud-sdk-nodejs/tencentcloud/services/tag/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { sshKey } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { addKeyPair, crowdOf, EACH_ONCE, ownKeyPair, publicKeyLine, readWhileItChanges } from './thousands.ts'

// The whole life of a key pair, by the official SDK: from its import to its end, among few others and among thousands.

type Client = InstanceType<typeof cvm.v20170312.Client>
type Instance = NonNullable<Awaited<ReturnType<Client['DescribeInstances']>>['InstanceSet']>[number]

const REGION = 'ap-guangzhou'
const ACME = { secretId: 'AKIDacmeroot', secretKey: 'acme-root-secret' }
const CROWD = { secretId: 'AKIDcrowdroot', secretKey: 'crowd-root-secret' }
const PLACE = `dialect: tencent-cvm, account: crowd, region: ${REGION}`
const LARGEST_PAGE = 100

const PAIRS = crowdOf(
  { prefix: 'skey-', calledBy: 'id' },
  ({ number }) => `${PLACE}, name: pair-${number}, publicKey: "${publicKeyLine(number)}"`,
)
const INSTANCES = crowdOf({ prefix: 'ins-', calledBy: 'id' }, () => `${PLACE}, state: stopped`)

const SEED = `
accounts:
  - { id: "1000000001", name: acme, users: [{ name: root, accessKeys: [{ id: ${ACME.secretId}, secret: ${ACME.secretKey} }] }] }
  - { id: "1000000002", name: crowd, users: [{ name: root, accessKeys: [{ id: ${CROWD.secretId}, secret: ${CROWD.secretKey} }] }] }
keyPairs:
${PAIRS.seed}
instances:
${INSTANCES.seed}
`

let keyplane: TestKeyplane
let client: Client
let crowd: Client

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
  const profile = { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } }
  client = new cvm.v20170312.Client({ credential: ACME, region: REGION, profile })
  crowd = new cvm.v20170312.Client({ credential: CROWD, region: REGION, profile })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

async function describeOne(id: string, by = client): Promise<Instance> {
  const { InstanceSet } = await by.DescribeInstances({ InstanceIds: [id] })
  const [instance] = InstanceSet ?? []
  if (!instance) throw new Error(`${id} is not listed`)
  return instance
}

async function settled(id: string, by = client): Promise<Instance> {
  await expect
    .poll(() => describeOne(id, by), { timeout: 10_000 })
    .toMatchObject({ InstanceState: 'RUNNING', LatestOperationState: 'SUCCESS' })
  return describeOne(id, by)
}

async function describePair(id: string) {
  const { KeyPairSet } = await client.DescribeKeyPairs({ KeyIds: [id] })
  return KeyPairSet?.[0]
}

async function run(name: string, by: Client, more: object = {}): Promise<string> {
  const { InstanceIdSet } = await by.RunInstances({
    Placement: { Zone: 'ap-guangzhou-3' },
    ImageId: 'img-7ag0z2jt',
    InstanceName: name,
    ...more,
  })
  return InstanceIdSet?.[0] ?? ''
}

function refused(code: string): unknown {
  return expect.objectContaining({ code })
}

describe('the life of a pair', () => {
  const pairs = { first: '', second: '' }
  const own = { first: '', second: '' }
  let made: Instance

  const canEnter = async (privateKey: string) => {
    const host = made.PublicIpAddresses?.[0] ?? ''
    const user = made.DefaultLoginUser ?? ''
    const { stdout } = await sshKey({
      ...{ host, port: keyplane.sshPort, user, privateKey },
      command: 'echo in',
    })
    return stdout === 'in\n'
  }

  test('it is imported, with tags', async () => {
    for (const name of ['first', 'second'] as const) {
      const { publicKey, privateKey } = await ownKeyPair()
      own[name] = privateKey
      const { KeyId = '' } = await client.ImportKeyPair({
        ...{ KeyName: name, ProjectId: 0, PublicKey: publicKey },
        TagSpecification: [{ ResourceType: 'keypair', Tags: [{ Key: 'born', Value: `as-${name}` }] }],
      })
      pairs[name] = KeyId
      expect(await describePair(KeyId)).toMatchObject({
        ...{ KeyId, KeyName: name, PublicKey: publicKey, ProjectId: 0, Description: '' },
        ...{ AssociatedInstanceIds: [], Tags: [{ Key: 'born', Value: `as-${name}` }] },
      })
    }
  })

  test('it is renamed, described and tagged', async () => {
    const { first: KeyId, second: other } = pairs
    await client.ModifyKeyPairAttribute({ KeyId, KeyName: 'renamed', Description: 'my own' })
    await expect(client.ModifyKeyPairAttribute({ KeyId: other, KeyName: 'renamed' })).rejects.toEqual(
      refused('InvalidKeyPairName.Duplicate'),
    )
    await new tag.v20180813.Client({
      credential: ACME,
      region: REGION,
      profile: { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } },
    }).ModifyResourceTags({
      Resource: `qcs::cvm:${REGION}:uin/:keypair/${KeyId}`,
      ReplaceTags: [{ TagKey: 'team', TagValue: 'a' }],
      DeleteTags: [{ TagKey: 'born' }],
    })
    expect(await describePair(KeyId)).toMatchObject({
      ...{ KeyName: 'renamed', Description: 'my own', Tags: [{ Key: 'team', Value: 'a' }] },
    })
  })

  // Source: spec/tencent.md §2.4 DescribeKeyPairs.
  test.each([
    ['project-id', '0', '1'],
    ['key-name', 'enam', 'secon'],
    ['tag-key', 'team', 'born'],
    ['tag-value', 'a', 'as-second'],
    ['tag:team', 'a', 'b'],
  ])('it is found by %s', async (Name, matching, other) => {
    const find = async (value: string) => {
      const { KeyPairSet, TotalCount } = await client.DescribeKeyPairs({
        Filters: [{ Name, Values: [value] }],
      })
      expect(TotalCount).toBe(KeyPairSet?.length)
      return KeyPairSet?.map(({ KeyId }) => KeyId)
    }
    expect(await find(matching)).toContain(pairs.first)
    expect(await find(other)).not.toContain(pairs.first)
  })

  test('an instance runs with it, and it alone opens', async () => {
    const id = await run('machine', client, {
      LoginSettings: { KeyIds: [pairs.first] },
      VirtualPrivateCloud: { VpcId: 'vpc-12345678', SubnetId: 'subnet-12345678' },
      SecurityGroupIds: ['sg-12345678'],
      DedicatedClusterId: 'cluster-1',
      TagSpecification: [{ ResourceType: 'instance', Tags: [{ Key: 'team', Value: 'a' }] }],
    })
    expect((await describePair(pairs.first))?.AssociatedInstanceIds).toEqual([id])
    made = await settled(id)
    expect(made.LoginSettings?.KeyIds).toEqual([pairs.first])
    expect(await canEnter(own.first)).toBe(true)
    expect(await canEnter(own.second)).toBe(false)
  })

  // Source: spec/tencent.md §2.4 DescribeInstances.
  test.each<[name: string, matching: (instance: Instance) => string | undefined, other: string]>([
    ['zone', ({ Placement }) => Placement?.Zone, 'ap-guangzhou-4'],
    ['project-id', () => '0', '1'],
    ['dedicated-cluster-id', () => 'cluster-1', 'cluster-2'],
    ['vpc-id', () => 'vpc-12345678', 'vpc-87654321'],
    ['subnet-id', () => 'subnet-12345678', 'subnet-87654321'],
    ['instance-id', ({ InstanceId }) => InstanceId, 'ins-00000000'],
    ['uuid', ({ Uuid }) => Uuid, '00000000-0000-4000-8000-000000000000'],
    ['security-group-id', () => 'sg-12345678', 'sg-87654321'],
    ['instance-name', () => 'achin', 'other'],
    ['instance-charge-type', () => 'POSTPAID_BY_HOUR', 'PREPAID'],
    ['instance-state', () => 'RUNNING', 'STOPPED'],
    ['private-ip-address', ({ PrivateIpAddresses }) => PrivateIpAddresses?.[0], '10.255.255.1'],
    ['public-ip-address', ({ PublicIpAddresses }) => PublicIpAddresses?.[0], '127.127.255.1'],
    ['tag-key', () => 'team', 'born'],
    ['tag-value', () => 'a', 'b'],
    ['tag:team', () => 'a', 'b'],
    ['creation-start-time', () => '2020-01-01 00:00:00', '2100-01-01 00:00:00'],
    ['creation-end-time', () => '2100-01-01 00:00:00', '2020-01-01 00:00:00'],
  ])('the instance is found by %s', async (Name, matching, other) => {
    const find = async (value = '') => {
      const { InstanceSet, TotalCount } = await client.DescribeInstances({
        Filters: [{ Name, Values: [value] }],
      })
      expect(TotalCount).toBe(InstanceSet?.length)
      return InstanceSet?.map(({ InstanceId }) => InstanceId)
    }
    expect(await find(matching(made))).toEqual([made.InstanceId])
    expect(await find(other)).toEqual([])
  })

  test.each([
    ['host-id', 'host-12345678'],
    ['ipv6-address', '2001:db8::1'],
  ])('nothing has what %s asks for', async (Name, value) => {
    expect(await client.DescribeInstances({ Filters: [{ Name, Values: [value] }] })).toMatchObject({
      ...{ TotalCount: 0, InstanceSet: [] },
    })
  })

  test('a second one takes its place, and is not deleted while it is bound', async () => {
    const InstanceIds = [made.InstanceId ?? '']
    await expect(client.DeleteKeyPairs({ KeyIds: [pairs.first] })).rejects.toEqual(
      refused('InvalidParameterValue.KeyPairNotSupported'),
    )
    await client.AssociateInstancesKeyPairs({ InstanceIds, KeyIds: [pairs.second], ForceStop: true })
    made = await settled(InstanceIds[0] ?? '')
    expect(made.LoginSettings?.KeyIds).toEqual([pairs.second])
    expect((await describePair(pairs.first))?.AssociatedInstanceIds).toEqual([])
    expect((await describePair(pairs.second))?.AssociatedInstanceIds).toEqual(InstanceIds)
    expect(await canEnter(own.first)).toBe(false)
    expect(await canEnter(own.second)).toBe(true)
    await expect(client.DeleteKeyPairs({ KeyIds: Object.values(pairs) })).rejects.toEqual(
      refused('InvalidParameterValue.KeyPairNotSupported'),
    )
    expect(await describePair(pairs.first)).toMatchObject({ KeyName: 'renamed' })
  })

  test('both are deleted when nothing is bound any more', async () => {
    const InstanceIds = [made.InstanceId ?? '']
    await client.DisassociateInstancesKeyPairs({ InstanceIds, KeyIds: [pairs.second], ForceStop: true })
    made = await settled(InstanceIds[0] ?? '')
    expect(made.LoginSettings?.KeyIds).toEqual([])
    expect(await canEnter(own.second)).toBe(false)
    await client.DeleteKeyPairs({ KeyIds: Object.values(pairs) })
    expect(await client.DescribeKeyPairs({})).toMatchObject({ TotalCount: 0, KeyPairSet: [] })
  })
})

describe('thousands, read page by page while others come and go', () => {
  test('key pairs by Offset', async () => {
    let fresh = 0
    const outcome = await readWhileItChanges(PAIRS, {
      async readPage({ number }) {
        const Offset = number * LARGEST_PAGE
        const page = await crowd.DescribeKeyPairs({ Offset, Limit: LARGEST_PAGE })
        const { KeyPairSet = [], TotalCount = 0 } = page
        return { ids: KeyPairSet.map(({ KeyId }) => KeyId), isLast: Offset + LARGEST_PAGE >= TotalCount }
      },
      async create() {
        fresh += 1
        const id = `skey-f${String(fresh).padStart(7, '0')}`
        await addKeyPair(keyplane, { account: '1000000002', dialect: 'tencent-cvm', region: '', id })
        return id
      },
      remove: (KeyIds) => crowd.DeleteKeyPairs({ KeyIds: [...KeyIds] }),
    })
    expect(outcome).toEqual(EACH_ONCE)
    const { publicKey: PublicKey } = await ownKeyPair()
    await expect(crowd.ImportKeyPair({ KeyName: 'more', ProjectId: 0, PublicKey })).rejects.toEqual(
      refused('InvalidKeyPair.LimitExceeded'),
    )
  })

  test.each([
    ['all', []],
    ['filtered by what only this room reads', ['POSTPAID_BY_HOUR']],
  ])('instances by Offset, %s', async (_what, Values) => {
    const Filters = Values.length > 0 ? [{ Name: 'instance-charge-type', Values }] : []
    const outcome = await readWhileItChanges(INSTANCES, {
      async readPage({ number }) {
        const Offset = number * LARGEST_PAGE
        const page = await crowd.DescribeInstances({ Filters, Offset, Limit: LARGEST_PAGE })
        const { InstanceSet = [], TotalCount = 0 } = page
        return {
          ids: InstanceSet.map(({ InstanceId }) => InstanceId),
          isLast: Offset + LARGEST_PAGE >= TotalCount,
        }
      },
      async create() {
        const id = await run('fresh', crowd)
        await settled(id, crowd)
        return id
      },
      remove: (InstanceIds) => crowd.TerminateInstances({ InstanceIds: [...InstanceIds] }),
    })
    expect(outcome).toEqual(EACH_ONCE)
  })
})
