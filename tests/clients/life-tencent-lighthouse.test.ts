import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'
import { tag } from 'tencentcloud-sdk-nodejs/tencentcloud/services/tag/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { sshKey } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { addKeyPair, crowdOf, EACH_ONCE, ownKeyPair, publicKeyLine, readWhileItChanges } from './thousands.ts'

// The whole life of a key pair, by the official SDK: from its import to its end, among few others and among thousands.

type Client = InstanceType<typeof lighthouse.v20200324.Client>
type Instance = NonNullable<Awaited<ReturnType<Client['DescribeInstances']>>['InstanceSet']>[number]

const REGION = 'ap-guangzhou'
const ACME = { secretId: 'AKIDacmeroot', secretKey: 'acme-root-secret' }
const CROWD = { secretId: 'AKIDcrowdroot', secretKey: 'crowd-root-secret' }
const PLACE = `dialect: tencent-lighthouse, account: crowd, region: ${REGION}`
const LARGEST_PAGE = 100

const PAIRS = crowdOf(
  { prefix: 'lhkp-', calledBy: 'id' },
  ({ number }) => `${PLACE}, name: pair-${number}, publicKey: "${publicKeyLine(number)}"`,
)
/** A hundred of them are isolated, which fill the first page, because they are listed before the others. */
const INSTANCES = crowdOf({ prefix: 'lhins-', calledBy: 'id' }, ({ number, fate }) => {
  const isIsolated = fate === 'leaves' ? number % 2 === 0 : number % 30 === 0
  return `${PLACE}, state: ${isIsolated ? 'shutdown' : 'stopped'}`
})

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
  client = new lighthouse.v20200324.Client({ credential: ACME, region: REGION, profile })
  crowd = new lighthouse.v20200324.Client({ credential: CROWD, region: REGION, profile })
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
  const { InstanceIdSet } = await by.CreateInstances({
    BundleId: 'bundle_gen_03',
    BlueprintId: 'lhbp-mxml4cnq',
    InstanceChargePrepaid: { Period: 1 },
    InstanceName: name,
    ...more,
  })
  return InstanceIdSet?.[0] ?? ''
}

/** Returns instances, then destroys them. */
async function destroy(ids: readonly string[]): Promise<void> {
  const states = async (InstanceIds: string[]) => {
    const { InstanceSet = [] } = await crowd.DescribeInstances({ InstanceIds })
    return new Map(InstanceSet.map(({ InstanceId = '', InstanceState }) => [InstanceId, InstanceState]))
  }
  const before = await states([...ids])
  const kept = ids.filter((id) => before.get(id) !== 'SHUTDOWN')
  if (kept.length > 0) await crowd.IsolateInstances({ InstanceIds: kept })
  await expect
    .poll(async () => [...(await states([...ids])).values()], { timeout: 10_000 })
    .toEqual(ids.map(() => 'SHUTDOWN'))
  await crowd.TerminateInstances({ InstanceIds: [...ids] })
}

function refused(code: string): unknown {
  return expect.objectContaining({ code })
}

describe('the life of a pair', () => {
  const pairs = { first: '', second: '' }
  const own = { first: '', second: '' }
  let made: Instance

  const canEnter = async (privateKey: string) => {
    const target = { host: made.PublicAddresses?.[0] ?? '', port: keyplane.sshPort, user: 'root' }
    const { stdout } = await sshKey({ ...target, privateKey, command: 'echo in' })
    return stdout === 'in\n'
  }

  test('it is imported, with tags', async () => {
    for (const name of ['first', 'second'] as const) {
      const { publicKey, privateKey } = await ownKeyPair()
      own[name] = privateKey
      const Tags = [{ Key: 'born', Value: `as-${name}` }]
      const { KeyId = '' } = await client.ImportKeyPair({ KeyName: name, PublicKey: publicKey, Tags })
      pairs[name] = KeyId
      expect(await describePair(KeyId)).toMatchObject({
        ...{ KeyId, KeyName: name, PublicKey: publicKey, Tags },
        ...{ AssociatedInstanceIds: [], AssociatedInstanceSet: [] },
      })
    }
  })

  test('an instance runs with it, and it alone opens', async () => {
    const id = await run('machine', client, {
      LoginConfiguration: { KeyIds: [pairs.first] },
      Zones: ['ap-guangzhou-3'],
    })
    expect((await describePair(pairs.first))?.AssociatedInstanceIds).toEqual([id])
    made = await settled(id)
    expect(made.LoginSettings?.KeyIds).toEqual([pairs.first])
    expect(await canEnter(own.first)).toBe(true)
    expect(await canEnter(own.second)).toBe(false)
  })

  test('both are tagged; the instance is renamed', async () => {
    const service = new tag.v20180813.Client({
      credential: ACME,
      region: REGION,
      profile: { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } },
    })
    for (const resource of [`keypair/${pairs.first}`, `instance/${made.InstanceId}`]) {
      await service.ModifyResourceTags({
        Resource: `qcs::lighthouse:${REGION}:uin/:${resource}`,
        ReplaceTags: [{ TagKey: 'team', TagValue: 'a' }],
        DeleteTags: [{ TagKey: 'born' }],
      })
    }
    await client.ModifyInstancesAttribute({
      InstanceIds: [made.InstanceId ?? ''],
      InstanceName: 'renamed',
    })
    const Tags = [{ Key: 'team', Value: 'a' }]
    expect(await describePair(pairs.first)).toMatchObject({ KeyName: 'first', Tags })
    made = await settled(made.InstanceId ?? '')
    expect(made).toMatchObject({ InstanceName: 'renamed', Tags })
  })

  // Source: spec/tencent.md §2.5 DescribeKeyPairs.
  test.each<[name: string, matching: () => string, other: () => string]>([
    ['key-id', () => pairs.first, () => pairs.second],
    ['key-name', () => 'irs', () => 'secon'],
    ['tag-key', () => 'team', () => 'born'],
    ['tag-value', () => 'a', () => 'as-second'],
    ['tag:team', () => 'a', () => 'b'],
  ])('it is found by %s', async (Name, matching, other) => {
    const find = async (value: string) => {
      const { KeyPairSet, TotalCount } = await client.DescribeKeyPairs({
        Filters: [{ Name, Values: [value] }],
      })
      expect(TotalCount).toBe(KeyPairSet?.length)
      return KeyPairSet?.map(({ KeyId }) => KeyId)
    }
    expect(await find(matching())).toEqual([pairs.first])
    expect(await find(other())).not.toContain(pairs.first)
  })

  // Source: spec/tencent.md §2.5 DescribeInstances.
  test.each<[name: string, matching: (instance: Instance) => string | undefined, other: string]>([
    ['instance-name', () => 'ename', 'machine'],
    ['private-ip-address', ({ PrivateAddresses }) => PrivateAddresses?.[0], '10.255.255.1'],
    ['public-ip-address', ({ PublicAddresses }) => PublicAddresses?.[0], '127.127.255.1'],
    ['zone', ({ Zone }) => Zone, 'ap-guangzhou-4'],
    ['instance-state', () => 'RUNNING', 'STOPPED'],
    ['tag-key', () => 'team', 'born'],
    ['tag-value', () => 'a', 'b'],
    ['tag:team', () => 'a', 'b'],
    ['bundle-id', () => 'bundle_gen_03', 'bundle2022_gen_02'],
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

  test('a second one takes its place, and is not deleted while it is bound', async () => {
    const InstanceIds = [made.InstanceId ?? '']
    await expect(client.DeleteKeyPairs({ KeyIds: [pairs.first] })).rejects.toEqual(
      refused('ResourceInUse.KeyPairInUse'),
    )
    await client.AssociateInstancesKeyPairs({ InstanceIds, KeyIds: [pairs.second] })
    made = await settled(InstanceIds[0] ?? '')
    expect(made.LoginSettings?.KeyIds).toEqual([pairs.second])
    expect((await describePair(pairs.first))?.AssociatedInstanceIds).toEqual([])
    expect((await describePair(pairs.second))?.AssociatedInstanceIds).toEqual(InstanceIds)
    expect(await canEnter(own.first)).toBe(false)
    expect(await canEnter(own.second)).toBe(true)
    await expect(client.DeleteKeyPairs({ KeyIds: Object.values(pairs) })).rejects.toEqual(
      refused('ResourceInUse.KeyPairInUse'),
    )
    expect(await describePair(pairs.first)).toMatchObject({ KeyName: 'first' })
  })

  test('both are deleted when nothing is bound any more', async () => {
    const InstanceIds = [made.InstanceId ?? '']
    await client.DisassociateInstancesKeyPairs({ InstanceIds, KeyIds: [pairs.second] })
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
        const { KeyPairSet = [] } = await crowd.DescribeKeyPairs({ Offset, Limit: LARGEST_PAGE })
        return { ids: KeyPairSet.map(({ KeyId }) => KeyId), isLast: KeyPairSet.length < LARGEST_PAGE }
      },
      async create() {
        fresh += 1
        const id = `lhkp-f${String(fresh).padStart(7, '0')}`
        await addKeyPair(keyplane, {
          account: '1000000002',
          dialect: 'tencent-lighthouse',
          region: REGION,
          id,
        })
        return id
      },
      remove: (KeyIds) => crowd.DeleteKeyPairs({ KeyIds: [...KeyIds] }),
    })
    expect(outcome).toEqual(EACH_ONCE)
  })

  test.each([
    ['isolated first', {}],
    ['by expiry', { OrderField: 'EXPIRED_TIME', Order: 'DESC' }],
  ])('instances by Offset, %s', async (_what, order) => {
    const outcome = await readWhileItChanges(INSTANCES, {
      async readPage({ number }) {
        const Offset = number * LARGEST_PAGE
        const page = await crowd.DescribeInstances({ ...order, Offset, Limit: LARGEST_PAGE })
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
      remove: destroy,
    })
    expect(outcome).toEqual(EACH_ONCE)
  })
})
