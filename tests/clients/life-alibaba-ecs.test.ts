import * as ecs from '@alicloud/ecs20140526'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { sshKey } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import {
  deletePairs,
  type EcsClient,
  ecsClient,
  listInstances,
  listKeyPairs,
  REGION as regionId,
  runInstance,
  running,
} from './alibaba-calls.ts'
import { ownKeyPair } from './thousands.ts'

// The whole life of a key pair, by the official SDK: from its import to its end.

const ACME = { accessKeyId: 'LTAIacmeroot', accessKeySecret: 'acme-root-secret' }

const SEED = `
accounts:
  - { id: "1234567890123456", name: acme, users: [{ name: root, accessKeys: [{ id: ${ACME.accessKeyId}, secret: ${ACME.accessKeySecret} }] }] }
`

let keyplane: TestKeyplane
let client: EcsClient

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
  client = ecsClient(keyplane.endpoint, ACME)
})
afterAll(() => keyplane[Symbol.asyncDispose]())

describe('the life of a pair', () => {
  type Listed = Awaited<ReturnType<typeof listKeyPairs>>[number]
  const own = { first: '', second: '' }
  let made: Awaited<ReturnType<typeof running>>

  const canEnter = async (privateKey: string) => {
    const host = made?.publicIpAddress?.ipAddress?.[0] ?? ''
    const target = { host, port: keyplane.sshPort, user: 'root' }
    const { stdout } = await sshKey({ ...target, privateKey, command: 'echo in' })
    return stdout === 'in\n'
  }
  const reboot = async () => {
    const instanceId = made?.instanceId ?? ''
    await client.rebootInstance(new ecs.RebootInstanceRequest({ instanceId }))
    made = await running(client, instanceId)
  }

  test('it is imported, with tags', async () => {
    for (const name of ['first', 'second'] as const) {
      const { publicKey, privateKey } = await ownKeyPair()
      own[name] = privateKey
      const resourceGroupId = `rg-${name}`
      const tag = [new ecs.ImportKeyPairRequestTag({ key: 'born', value: `as-${name}` })]
      const { body } = await client.importKeyPair(
        new ecs.ImportKeyPairRequest({
          ...{ regionId, keyPairName: name, publicKeyBody: publicKey, resourceGroupId, tag },
        }),
      )
      const keyPairFingerPrint = body?.keyPairFingerPrint
      expect(await listKeyPairs(client, { keyPairName: name, includePublicKey: true })).toMatchObject([
        {
          ...{ keyPairName: name, keyPairFingerPrint, publicKey, resourceGroupId },
          tags: { tag: [{ tagKey: 'born', tagValue: `as-${name}` }] },
        },
      ])
    }
  })

  test('an instance runs with it, and it alone opens', async () => {
    const id = await runInstance(client, {
      ...{ keyPairName: 'first', instanceName: 'machine', zoneId: 'cn-hangzhou-h', vSwitchId: 'vsw-bp1one' },
      ...{ resourceGroupId: 'rg-first', hpcClusterId: 'hpc-one', httpTokens: 'required' },
      internetMaxBandwidthOut: 5,
    })
    made = await running(client, id)
    expect(made).toMatchObject({ keyPairName: 'first', instanceName: 'machine' })
    expect(await canEnter(own.first)).toBe(true)
    expect(await canEnter(own.second)).toBe(false)
  })

  test.each(['keypair', 'instance'])('the %s is tagged', async (resourceType) => {
    const instanceId = made?.instanceId ?? ''
    const resource = {
      regionId,
      resourceType,
      resourceId: [resourceType === 'keypair' ? 'first' : instanceId],
    }
    const tag = ['team', 'shift'].map((key) => new ecs.TagResourcesRequestTag({ key, value: 'a' }))
    await client.tagResources(new ecs.TagResourcesRequest({ ...resource, tag }))
    const tagKey = ['born', 'shift']
    await client.untagResources(new ecs.UntagResourcesRequest({ ...resource, tagKey }))
    const { body } = await client.listTagResources(new ecs.ListTagResourcesRequest(resource))
    expect(body?.tagResources?.tagResource).toMatchObject([
      { resourceId: resource.resourceId[0], resourceType, tagKey: 'team', tagValue: 'a' },
    ])
  })

  test('the instance is renamed', async () => {
    const instanceId = made?.instanceId ?? ''
    const instanceName = 'renamed'
    await client.modifyInstanceAttribute(new ecs.ModifyInstanceAttributeRequest({ instanceId, instanceName }))
    made = await running(client, instanceId)
    const tags = { tag: [{ tagKey: 'team', tagValue: 'a' }] }
    expect(made).toMatchObject({ instanceName, tags })
    expect(await listKeyPairs(client, { keyPairName: 'first' })).toMatchObject([{ tags }])
  })

  // Source: spec/alibaba.md §2.4.
  test.each<[name: string, matching: (pair: Listed | undefined) => unknown, other: unknown]>([
    ['keyPairName', () => 'first', 'firs'],
    ['keyPairName', () => '*rst', '*irs'],
    ['keyPairName', () => 'fir*', 'irs*'],
    ['keyPairName', () => '*irs*', '*econ*'],
    ['keyPairFingerPrint', (pair) => pair?.keyPairFingerPrint, 'dc2cba8db84d2d5fd231070418ca975f'],
    [
      'keyPairFingerPrint',
      (pair) => pair?.keyPairFingerPrint?.match(/../g)?.join(':'),
      'dc:2c:ba:8d:b8:4d:2d:5f:d2:31:07:04:18:ca:97:5f',
    ],
    ['resourceGroupId', () => 'rg-first', 'rg-second'],
    ['tag', () => tagged({ key: 'team' }), tagged({ key: 'born' })],
    ['tag', () => tagged({ key: 'team', value: 'a' }), tagged({ key: 'team', value: 'b' })],
  ])('it is found by %s', async (name, matching, other) => {
    const [first] = await listKeyPairs(client, { keyPairName: 'first' })
    const find = async (value: unknown) =>
      (await listKeyPairs(client, { [name]: value })).map((pair) => pair.keyPairName)
    expect(await find(matching(first))).toEqual(['first'])
    expect(await find(other)).not.toContain('first')
  })

  // Source: spec/alibaba.md §2.9.
  test.each<[name: string, matching: (instance: typeof made) => unknown, other: unknown]>([
    ['instanceIds', (instance) => JSON.stringify([instance?.instanceId]), '["i-other"]'],
    ['keyPairName', () => 'first', 'second'],
    ['instanceName', () => 'renamed', 'rename'],
    ['instanceName', () => '*name*', '*machine*'],
    ['status', () => 'Running', 'Stopped'],
    ['vpcId', (instance) => instance?.vpcAttributes?.vpcId, 'vpc-other'],
    ['vSwitchId', () => 'vsw-bp1one', 'vsw-other'],
    ['zoneId', () => 'cn-hangzhou-h', 'cn-hangzhou-i'],
    ['securityGroupId', () => 'sg-bp1one', 'sg-bp1two'],
    ['imageId', (instance) => instance?.imageId, 'other.vhd'],
    ['instanceType', () => 'ecs.g6.large', 'ecs.g6.xlarge'],
    ['instanceTypeFamily', () => 'ecs.g6', 'ecs.g'],
    ['instanceNetworkType', () => 'vpc', 'classic'],
    ['instanceChargeType', () => 'PostPaid', 'PrePaid'],
    ['internetChargeType', () => 'PayByTraffic', 'PayByBandwidth'],
    ['ioOptimized', () => true, false],
    ['hpcClusterId', () => 'hpc-one', 'hpc-two'],
    ['deviceAvailable', () => true, false],
    [
      'privateIpAddresses',
      (instance) => JSON.stringify(instance?.vpcAttributes?.privateIpAddress?.ipAddress),
      '["10.255.255.1"]',
    ],
    [
      'publicIpAddresses',
      (instance) => JSON.stringify(instance?.publicIpAddress?.ipAddress),
      '["127.1.1.1"]',
    ],
    ['tag', () => tagged({ key: 'team' }), tagged({ key: 'shift' })],
    ['tag', () => tagged({ key: 'team', value: 'a' }), tagged({ key: 'team', value: 'b' })],
    ['filter', () => createdFrom('2020-01-01T00:00Z'), createdFrom('2100-01-01T00:00Z')],
    ['resourceGroupId', () => 'rg-first', 'rg-second'],
    ['httpEndpoint', () => 'enabled', 'disabled'],
    ['httpTokens', () => 'required', 'optional'],
  ])('the instance is found by %s', async (name, matching, other) => {
    const find = async (value: unknown) =>
      (await listInstances(client, { [name]: value })).map((one) => one.instanceId)
    expect(await find(matching(made))).toEqual([made?.instanceId])
    expect(await find(other)).toEqual([])
  })

  function tagged(tag: object) {
    // The SDK's classes of the tags of all lists are alike.
    return [new ecs.DescribeInstancesRequestTag({ ...tag })]
  }

  function createdFrom(value: string) {
    return [new ecs.DescribeInstancesRequestFilter({ key: 'CreationStartTime', value })]
  }

  test.each([
    { rdmaIpAddresses: '10.0.0.1' },
    { innerIpAddresses: '["10.0.0.1"]' },
    { eipAddresses: '["10.0.0.1"]' },
    { ipv6Address: ['2001:db8::1'] },
  ])('nothing has what %o asks for', async (filters) => {
    expect(await listInstances(client, filters)).toEqual([])
  })

  test('what is no filter leaves the list as it is; a dry run lists nothing', async () => {
    const others = { needSaleCycle: true, httpPutResponseHopLimit: 1, additionalAttributes: ['META_OPTIONS'] }
    const [instance] = await listInstances(client, others)
    expect(instance?.instanceId).toBe(made?.instanceId)
    await expect(listInstances(client, { dryRun: true })).rejects.toMatchObject({ code: 'DryRunOperation' })
  })

  test('a second one takes its place after a reboot, and is not deleted while it is bound', async () => {
    const instanceIds = JSON.stringify([made?.instanceId])
    const inUse = { code: 'InvalidParameter.KeypairAlreadyAttachedInstance' }
    await expect(deletePairs(client, ['first'])).rejects.toMatchObject(inUse)
    await client.attachKeyPair(new ecs.AttachKeyPairRequest({ regionId, keyPairName: 'second', instanceIds }))
    made = await running(client, made?.instanceId ?? '')
    expect(made?.keyPairName).toBe('second')
    expect(await listInstances(client, { keyPairName: 'first' })).toEqual([])
    expect(await canEnter(own.second)).toBe(false)
    await reboot()
    expect(await canEnter(own.first)).toBe(false)
    expect(await canEnter(own.second)).toBe(true)
    await expect(deletePairs(client, ['first', 'second'])).rejects.toMatchObject(inUse)
    expect(await listKeyPairs(client, { keyPairName: 'first' })).toHaveLength(1)
  })

  test('both are deleted when nothing is bound any more', async () => {
    const instanceIds = JSON.stringify([made?.instanceId])
    await client.detachKeyPair(new ecs.DetachKeyPairRequest({ regionId, keyPairName: 'second', instanceIds }))
    await reboot()
    expect(made?.keyPairName).toBe('')
    expect(await canEnter(own.second)).toBe(false)
    await deletePairs(client, ['first', 'second'])
    expect(await listKeyPairs(client, {})).toEqual([])
  })
})
