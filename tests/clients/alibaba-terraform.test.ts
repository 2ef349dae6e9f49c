import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import {
  ACCOUNT,
  type Json,
  listAt,
  NEVER_ABSENT,
  pagesOf,
  type Provider,
  providerOf,
  refusalOf,
  REGION,
  tokensOf,
} from './alibaba-provider.ts'

// What the Terraform provider alicloud does around key pairs, call by call; instances have a file of their own.
// Source: spec/alibaba.md §4.2, the rows named by the tests.

/** Source: spec/alibaba.md §3.5. */
const PUBLIC_KEY =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDNTM8yFd0SFXSkz1UkpdivDYyod3mAGYqtD1rGfSFuz/J8KiaCnLoIkItJQssujFlFF9oWZSswP4k7KNzqEhhssqAI9oLx0uKYaTLHnpz3ZqssZcE+tt4JMtdICsJ9+/bs4+7j1VZw2rGsWr82W5A9pC4UEN4bhBJ70Se57aqFqL5nFEMX/R0VY8cmEjrUZW0Sstq0/ewQKI4QvmCPvlsMULm/YYA7BcZGh6BSPRJduPtRoC4YBZ/6mlszh8/AJjFJUqqpybeWOmLPqlmCiDXS9dOhM0X9b10Abpi6laVHtBxXoZFgsPOVfTpQ64tUPyZkRp6VJTBoeiVExmVF3n8L'
const FINGERPRINT = 'dc2cba8db84d2d5fd231070418ca975f'

const HERE = `dialect: alibaba-ecs, account: acme, region: ${REGION}`
const MANY = Array.from({ length: 51 }, (_, n) => `many-${n}`)
const INSTANCES = ['i-one', 'i-two', 'i-three', 'i-four']
/** More than a page. */
const BOUND = Array.from({ length: 51 }, (_, n) => `i-bound${n}`)
const SEED = `${ACCOUNT}
keyPairs:
${MANY.map((name) => `  - { ${HERE}, name: ${name}, publicKey: "${PUBLIC_KEY}" }\n`).join('')}
instances:
${INSTANCES.map((id) => `  - { ${HERE}, id: ${id} }\n`).join('')}
${BOUND.map((id) => `  - { ${HERE}, id: ${id}, keyPairs: [many-7] }\n`).join('')}
`

let keyplane: TestKeyplane
let provider: Provider

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
  provider = providerOf(keyplane.endpoint)
})
afterAll(() => keyplane[Symbol.asyncDispose]())

async function keyPair(KeyPairName: string): Promise<Json | undefined> {
  const answer = await provider.rpcPost('DescribeKeyPairs', { KeyPairName })
  // The provider takes the first without a look at its name.
  return listAt(answer, 'KeyPairs', 'KeyPair')[0]
}

/** Ids of the instances that an attachment finds itself on. */
async function attachedTo(KeyPairName: string, ids: readonly string[]): Promise<readonly string[]> {
  const params = { KeyPairName, InstanceIds: JSON.stringify(ids), MaxResults: 50 }
  const instances = await tokensOf(provider.rpcPost, params)
  expect(instances.map((instance) => instance['KeyPairName'])).toEqual(instances.map(() => KeyPairName))
  return instances.map(({ InstanceId }) => String(InstanceId)).toSorted()
}

async function isRunning(ids: readonly string[]): Promise<boolean> {
  const InstanceIds = JSON.stringify(ids)
  const answer = await provider.rpcPost('DescribeInstances', { InstanceIds })
  return listAt(answer, 'Instances', 'Instance').every(({ Status }) => Status === 'Running')
}

describe('provider configure', () => {
  it('asks the account type and the account id', async () => {
    const params = { ProductCode: 'ecs', SubscriptionType: 'Subscription', PageNum: 1, PageSize: 20 }
    const bss = await provider.rpcPost('QueryAvailableInstances', params, '2017-12-14')
    // `NotApplicable` would turn a domestic account into an international one.
    expect(bss).toMatchObject({ Success: true, Code: 'Success', Data: { InstanceList: [] } })
    const identity = await provider.rpcPost('GetCallerIdentity', {}, '2015-04-01')
    expect(identity).toMatchObject({ AccountId: '1234567890123456', RequestId: expect.any(String) })
    // A top-level code that is no word for success would be an error.
    expect(identity).not.toHaveProperty('Code')
  })
})

describe('alicloud_ecs_key_pair', () => {
  it('is made, read, changed and deleted', async () => {
    const tags = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'a', 'Tag.2.Key': 'env', 'Tag.2.Value': 'test' }
    const made = await provider.rpcPost('CreateKeyPair', {
      ...{ KeyPairName: 'tf-made', ResourceGroupId: 'rg-one', ...tags },
    })
    expect(made['KeyPairName']).toBe('tf-made')
    expect(made['PrivateKeyBody']).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n[^]+\n-----END .+-----\n$/)
    // A longer name that begins alike must not be taken for it.
    await provider.rpcPost('CreateKeyPair', { KeyPairName: 'tf-made-2' })
    const row = {
      ...{ KeyPairName: 'tf-made', KeyPairFingerPrint: made['KeyPairFingerPrint'] },
      CreationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/),
      ResourceGroupId: 'rg-one',
    }
    expect(await keyPair('tf-made')).toMatchObject({
      ...row,
      Tags: {
        Tag: [
          { TagKey: 'team', TagValue: 'a' },
          { TagKey: 'env', TagValue: 'test' },
        ],
      },
    })

    const resource = { ResourceType: 'keypair', 'ResourceId.1': 'tf-made' }
    const moved = { ResourceType: 'keypair', ResourceId: 'tf-made', ResourceGroupId: 'rg-two' }
    await provider.rpcPost('JoinResourceGroup', moved)
    await provider.rpcPost('UntagResources', { ...resource, 'TagKey.1': 'env' })
    await provider.rpcPost('TagResources', { ...resource, 'Tag.1.Key': 'team', 'Tag.1.Value': 'b' })
    expect(await keyPair('tf-made')).toMatchObject({
      ...{ ...row, ResourceGroupId: 'rg-two', Tags: { Tag: [{ TagKey: 'team', TagValue: 'b' }] } },
    })

    await provider.rpcPost('DeleteKeyPairs', { KeyPairNames: '["tf-made"]' })
    expect(await keyPair('tf-made')).toBeUndefined()
    // Gone already: a success, or what the provider takes for not found.
    expect(await provider.rpcPost('DeleteKeyPairs', { KeyPairNames: '["tf-made"]' })).toHaveProperty(
      'RequestId',
    )
  })

  it('is imported without a private key', async () => {
    const params = { KeyPairName: 'tf-imported', PublicKeyBody: PUBLIC_KEY }
    const imported = await provider.rpcPost('ImportKeyPair', params)
    expect(imported).toMatchObject({ KeyPairName: 'tf-imported', KeyPairFingerPrint: FINGERPRINT })
    expect(imported).not.toHaveProperty('PrivateKeyBody')
    expect(await keyPair('tf-imported')).toMatchObject({
      ...{ KeyPairFingerPrint: FINGERPRINT, ResourceGroupId: '', Tags: { Tag: [] } },
    })
  })

  it('is deleted again and again until it is bound no more', async () => {
    await provider.rpcPost('CreateKeyPair', { KeyPairName: 'tf-bound' })
    const binding = { KeyPairName: 'tf-bound', InstanceIds: '["i-four"]' }
    await provider.rpcPost('AttachKeyPair', binding)
    const names = { KeyPairNames: '["tf-bound"]' }
    const refused = await refusalOf(provider.rpcPost('DeleteKeyPairs', names))
    expect(refused).toMatchObject({ code: 'InvalidParameter.KeypairAlreadyAttachedInstance', status: 400 })
    expect(refused.isNotFound).toBe(false)
    await provider.rpcPost('DetachKeyPair', binding)
    await provider.rpcPost('DeleteKeyPairs', names)
    expect(await keyPair('tf-bound')).toBeUndefined()
  })
})

describe('alicloud_ecs_key_pair_attachment', () => {
  it('is made with force, read and deleted', async () => {
    const ids = ['i-one', 'i-two']
    const binding = { KeyPairName: 'many-1', InstanceIds: JSON.stringify(ids) }
    await provider.rpcPost('AttachKeyPair', binding)
    // Without a region, as the provider sends it.
    for (const InstanceId of ids) {
      await provider.rpcPost('RebootInstance', { InstanceId, ForceStop: true, RegionId: undefined })
    }
    await expect.poll(() => isRunning(ids), { timeout: 10_000 }).toBe(true)
    expect(await attachedTo('many-1', ids)).toEqual(ids.toSorted())
    await provider.rpcPost('DetachKeyPair', binding)
    expect(await attachedTo('many-1', ids)).toEqual([])
  })

  it('shows the pair at once, without a restart', async () => {
    await provider.rpcPost('AttachKeyPair', { KeyPairName: 'many-2', InstanceIds: '["i-one"]' })
    expect(await attachedTo('many-2', ['i-one'])).toEqual(['i-one'])
  })

  it('that another one has overwritten is gone, and its end leaves the other', async () => {
    const InstanceIds = '["i-three"]'
    await provider.rpcPost('AttachKeyPair', { KeyPairName: 'many-3', InstanceIds })
    await provider.rpcPost('AttachKeyPair', { KeyPairName: 'many-4', InstanceIds })
    expect(await attachedTo('many-3', ['i-three'])).toEqual([])
    // A refusal would keep it for ever.
    expect(await provider.rpcPost('DetachKeyPair', { KeyPairName: 'many-3', InstanceIds })).toMatchObject({
      ...{ TotalCount: '1', FailCount: '1' },
    })
    expect(await attachedTo('many-4', ['i-three'])).toEqual(['i-three'])
  })

  it('of a pair that is not there is refused with the documented 400', async () => {
    const unknown = { KeyPairName: 'unknown', InstanceIds: '["i-one"]' }
    expect(await refusalOf(provider.rpcPost('DetachKeyPair', unknown))).toMatchObject({
      ...{ code: 'InvalidKeyPairName.NotFound', status: 400 },
    })
  })
})

describe('data alicloud_ecs_key_pairs', () => {
  it('reads all pages, and the instances of each pair', async () => {
    const read = (page: Json) =>
      provider
        .rpcPost('DescribeKeyPairs', { KeyPairName: 'many-*', ...page })
        .then((answer) => listAt(answer, 'KeyPairs', 'KeyPair'))
    const pairs = await pagesOf(read, 50)
    expect(pairs.map(({ KeyPairName }) => String(KeyPairName)).toSorted()).toEqual(MANY.toSorted())
    for (const pair of pairs) {
      expect(pair).toMatchObject({
        ...{ KeyPairFingerPrint: FINGERPRINT, ResourceGroupId: '', Tags: { Tag: [] } },
      })
    }
    const instances = await tokensOf(provider.rpcPost, { KeyPairName: 'many-7', MaxResults: 50 })
    expect(instances.map(({ InstanceId }) => String(InstanceId)).toSorted()).toEqual(BOUND.toSorted())
    for (const instance of instances) {
      expect(instance).toMatchObject({
        ...{ KeyPairName: 'many-7', InstanceName: expect.any(String), ...NEVER_ABSENT },
        ZoneId: expect.stringMatching(/^cn-hangzhou-/),
      })
    }
  })
})
