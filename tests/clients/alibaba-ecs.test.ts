import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import PopClient from '@alicloud/pop-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { sshKey, sshPassword } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { unwrapDefault } from './unwrap-default.ts'

// The official clients of the cloud, unmodified, against a server of their own: they are the last judges.

const accessKeyId = 'LTAI5tTestAccessKeyId'
const accessKeySecret = 'TestAccessKeySecret0123456789'
const regionId = 'cn-hangzhou'
const PASSWORD = 'Passw0rd!'
const PATIENCE = { timeout: 10_000 }
const IMAGE = 'ubuntu_22_04_x64_20G_alibase_20240819.vhd'
/** Source: spec/alibaba.md §3.5. */
const PUBLIC_KEY =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDNTM8yFd0SFXSkz1UkpdivDYyod3mAGYqtD1rGfSFuz/J8KiaCnLoIkItJQssujFlFF9oWZSswP4k7KNzqEhhssqAI9oLx0uKYaTLHnpz3ZqssZcE+tt4JMtdICsJ9+/bs4+7j1VZw2rGsWr82W5A9pC4UEN4bhBJ70Se57aqFqL5nFEMX/R0VY8cmEjrUZW0Sstq0/ewQKI4QvmCPvlsMULm/YYA7BcZGh6BSPRJduPtRoC4YBZ/6mlszh8/AJjFJUqqpybeWOmLPqlmCiDXS9dOhM0X9b10Abpi6laVHtBxXoZFgsPOVfTpQ64tUPyZkRp6VJTBoeiVExmVF3n8L demo@example'

const SEED = `
accounts:
  - id: "1234567890123456"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${accessKeyId}, secret: ${accessKeySecret} }] }]
keyPairs:
  - { dialect: alibaba-ecs, account: acme, region: ${regionId}, name: testKeyPairName, publicKey: "${PUBLIC_KEY}" }
instances:
  - { dialect: alibaba-ecs, account: acme, region: ${regionId}, id: "i-bp1gtjxuuvwj17zr****" }
  - { dialect: alibaba-ecs, account: acme, region: ${regionId}, id: "i-bp17b7zrsbjwvmfy****" }
  - { dialect: alibaba-ecs, account: acme, region: ${regionId}, id: "i-bp1h6jmbefj1ytos****" }
  - { dialect: alibaba-ecs, account: acme, region: ${regionId}, id: i-windows, os: windows }
`

let keyplane: TestKeyplane

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function ecsClient(signing: { signatureAlgorithm?: string } = {}) {
  const endpoint = keyplane.endpoint
  const Client = unwrapDefault(EcsModule)
  return new Client(
    new Config({ accessKeyId, accessKeySecret, endpoint, regionId, protocol: 'HTTP', ...signing }),
  )
}

type Client = ReturnType<typeof ecsClient>

async function show(client: Client, id: string) {
  const request = new ecs.DescribeInstancesRequest({ regionId, instanceIds: JSON.stringify([id]) })
  const { body } = await client.describeInstances(request)
  return body?.instances?.instance?.[0]
}

async function waitFor(client: Client, id: string, status: string): Promise<void> {
  await expect.poll(async () => (await show(client, id))?.status, PATIENCE).toBe(status)
}

async function runInstance(client: Client, more: object = {}): Promise<string> {
  const instance = { regionId, imageId: IMAGE, instanceType: 'ecs.g6.large', securityGroupId: 'sg-1' }
  const { body } = await client.runInstances(new ecs.RunInstancesRequest({ ...instance, ...more }))
  const id = body?.instanceIdSets?.instanceIdSet?.[0] ?? ''
  await waitFor(client, id, 'Running')
  return id
}

/** Whether the key and the password open a session now. */
async function logins(id: string, privateKey: string): Promise<{ key: boolean; password: boolean }> {
  const target = { host: '127.0.0.1', port: keyplane.sshPort, user: `root+${id}`, command: 'echo welcome' }
  const [byKey, byPassword] = await Promise.all([
    sshKey({ ...target, privateKey }),
    sshPassword({ ...target, password: PASSWORD }),
  ])
  return { key: byKey.stdout === 'welcome\n', password: byPassword.stdout === 'welcome\n' }
}

describe.each([
  ['V3', {}],
  ['V1', { signatureAlgorithm: 'v2' }],
] as const)('@alicloud/ecs20140526 with signature %s', (version, signing) => {
  it('drives the key pair actions', async () => {
    const client = ecsClient(signing)
    const [created, imported] = [`created-${version}`, `imported-${version}`]
    const tag = [new ecs.CreateKeyPairRequestTag({ key: 'team', value: "a b+c/d é*~'()!" })]
    const { body: pair } = await client.createKeyPair(
      new ecs.CreateKeyPairRequest({ regionId, keyPairName: created, tag }),
    )
    expect(pair?.keyPairId).toMatch(/^ssh-/)
    expect(pair?.keyPairName).toBe(created)
    expect(pair?.privateKeyBody).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    const { body: second } = await client.importKeyPair(
      new ecs.ImportKeyPairRequest({ regionId, keyPairName: imported, publicKeyBody: PUBLIC_KEY }),
    )
    expect(second).toMatchObject({
      keyPairName: imported,
      keyPairFingerPrint: 'dc2cba8db84d2d5fd231070418ca975f',
    })
    const listed = await client.describeKeyPairs(
      new ecs.DescribeKeyPairsRequest({ regionId, keyPairName: `*-${version}`, includePublicKey: true }),
    )
    expect(listed.body).toMatchObject({ totalCount: 2, pageNumber: 1, pageSize: 10 })
    expect(listed.body?.keyPairs?.keyPair).toMatchObject([
      { keyPairName: imported, publicKey: PUBLIC_KEY },
      { keyPairName: created, tags: { tag: [{ tagKey: 'team', tagValue: "a b+c/d é*~'()!" }] } },
    ])
    const keyPairNames = JSON.stringify([created, imported])
    await client.deleteKeyPairs(new ecs.DeleteKeyPairsRequest({ regionId, keyPairNames }))
    const empty = await client.describeKeyPairs(
      new ecs.DescribeKeyPairsRequest({ regionId, keyPairName: created }),
    )
    expect(empty.body).toMatchObject({ totalCount: 0, keyPairs: { keyPair: [] } })
  })

  it('drives the actions on one instance', async () => {
    const client = ecsClient(signing)
    const id = await runInstance(client, {
      instanceName: 'web',
      userData: Buffer.alloc(32_768).toString('base64'),
    })
    const renamed = new ecs.ModifyInstanceAttributeRequest({ instanceId: id, instanceName: 'web-1' })
    await client.modifyInstanceAttribute(renamed)
    expect(await show(client, id)).toMatchObject({ instanceName: 'web-1', status: 'Running', memory: 8192 })
    await client.stopInstance(new ecs.StopInstanceRequest({ instanceId: id, forceStop: true }))
    await waitFor(client, id, 'Stopped')
    await client.startInstance(new ecs.StartInstanceRequest({ instanceId: id }))
    await waitFor(client, id, 'Running')
    await client.rebootInstance(new ecs.RebootInstanceRequest({ instanceId: id }))
    await waitFor(client, id, 'Running')
    await client.deleteInstance(new ecs.DeleteInstanceRequest({ instanceId: id, force: true }))
    await expect.poll(() => show(client, id), PATIENCE).toBeUndefined()
  })

  it('drives the actions on many instances', async () => {
    const client = ecsClient(signing)
    const ids = [await runInstance(client), await runInstance(client)]
    const batch = { regionId, instanceId: ids }
    const both = async (status: string) => {
      for (const id of ids) await waitFor(client, id, status)
      const request = new ecs.DescribeInstanceStatusRequest(batch)
      const { body } = await client.describeInstanceStatus(request)
      expect(body?.instanceStatuses?.instanceStatus?.map((one) => one.status)).toEqual([status, status])
    }
    await client.stopInstances(new ecs.StopInstancesRequest({ ...batch, batchOptimization: 'SuccessFirst' }))
    await both('Stopped')
    const { body } = await client.startInstances(new ecs.StartInstancesRequest(batch))
    expect(body?.instanceResponses?.instanceResponse).toMatchObject(
      ids.map((instanceId) => ({
        ...{ instanceId, code: '200', message: 'success' },
        ...{ previousStatus: 'Stopped', currentStatus: 'Starting' },
      })),
    )
    await both('Running')
    await client.rebootInstances(new ecs.RebootInstancesRequest({ ...batch, forceReboot: true }))
    await both('Running')
    await client.deleteInstances(new ecs.DeleteInstancesRequest({ ...batch, force: true }))
    for (const id of ids) await expect.poll(() => show(client, id), PATIENCE).toBeUndefined()
  })

  it('lists the regions', async () => {
    const { body } = await ecsClient(signing).describeRegions(
      new ecs.DescribeRegionsRequest({ acceptLanguage: 'en-US' }),
    )
    expect(body?.regions?.region).toContainEqual(
      expect.objectContaining({ regionId, localName: 'China (Hangzhou)', status: 'available' }),
    )
  })

  it('understands refusals', async () => {
    const request = new ecs.StartInstanceRequest({ instanceId: 'i-unknown' })
    await expect(ecsClient(signing).startInstance(request)).rejects.toMatchObject({
      code: 'InvalidInstanceId.NotFound',
      statusCode: 404,
      data: { HostId: keyplane.endpoint },
    })
  })
})

describe('a bound key', () => {
  it('opens a session after the reboot, the password until then, and again after detach and reboot', async () => {
    const client = ecsClient()
    const { body } = await client.createKeyPair(
      new ecs.CreateKeyPairRequest({ regionId, keyPairName: 'session' }),
    )
    const privateKey = body?.privateKeyBody ?? ''
    const id = await runInstance(client, { password: PASSWORD })
    const binding = { regionId, keyPairName: 'session', instanceIds: JSON.stringify([id]) }
    const reboot = async () => {
      await client.rebootInstance(new ecs.RebootInstanceRequest({ instanceId: id }))
      await waitFor(client, id, 'Running')
    }
    expect(await logins(id, privateKey)).toEqual({ key: false, password: true })

    const bound = await client.attachKeyPair(new ecs.AttachKeyPairRequest(binding))
    expect(bound.body).toMatchObject({ keyPairName: 'session', totalCount: '1', failCount: '0' })
    expect(bound.body?.results?.result).toMatchObject([
      { instanceId: id, code: '200', message: 'successful', success: 'true' },
    ])
    expect(await show(client, id)).toMatchObject({ keyPairName: 'session', status: 'Running' })
    expect(await logins(id, privateKey)).toEqual({ key: false, password: true })
    await reboot()
    expect(await logins(id, privateKey)).toEqual({ key: true, password: false })

    await client.detachKeyPair(new ecs.DetachKeyPairRequest(binding))
    expect(await show(client, id)).toMatchObject({ keyPairName: '' })
    expect(await logins(id, privateKey)).toEqual({ key: true, password: false })
    await reboot()
    expect(await logins(id, privateKey)).toEqual({ key: false, password: true })
  })

  it('given at creation opens the first session', async () => {
    const client = ecsClient()
    const { body } = await client.createKeyPair(
      new ecs.CreateKeyPairRequest({ regionId, keyPairName: 'first' }),
    )
    const id = await runInstance(client, { keyPairName: 'first', password: PASSWORD })
    expect(await logins(id, body?.privateKeyBody ?? '')).toEqual({ key: true, password: false })
  })
})

describe('the reference page of AttachKeyPair', () => {
  const KeyPairName = 'testKeyPairName'

  it('is followed with the ids as printed', async () => {
    const instanceIds = '["i-bp1gtjxuuvwj17zr****", "i-bp17b7zrsbjwvmfy****", "i-bp1h6jmbefj1ytos****"]'
    const request = new ecs.AttachKeyPairRequest({ regionId, keyPairName: KeyPairName, instanceIds })
    const { body } = await ecsClient().attachKeyPair(request)
    expect(body).toMatchObject({ keyPairName: KeyPairName, totalCount: '3', failCount: '0' })
    expect(body?.requestId).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/)
  })

  it('refuses its list with the ellipsis left in, as that is no JSON', async () => {
    const instanceIds = '["i-bp1gtjxuuvwj17zr****", "i-bp17b7zrsbjwvmfy****", … "i-bp1h6jmbefj1ytos****"]'
    const request = new ecs.AttachKeyPairRequest({ regionId, keyPairName: KeyPairName, instanceIds })
    await expect(ecsClient().attachKeyPair(request)).rejects.toMatchObject({
      code: 'InvalidInstanceIds.ValueNotSupported',
    })
  })

  it('refuses Windows', async () => {
    const request = new ecs.AttachKeyPairRequest({
      ...{ regionId, keyPairName: KeyPairName },
      instanceIds: '["i-windows"]',
    })
    await expect(ecsClient().attachKeyPair(request)).rejects.toMatchObject({
      code: 'DependencyViolation.WindowsInstance',
      statusCode: 403,
    })
  })
})

describe.each(['GET', 'POST'])('@alicloud/pop-core with %s', (method) => {
  it('drives the life of a key pair and two instances', async () => {
    const pop = new PopClient({
      endpoint: keyplane.api,
      apiVersion: '2014-05-26',
      accessKeyId,
      accessKeySecret,
    })
    // What an answer holds is what is asserted of it.
    const call = (action: string, params: object) =>
      pop.request<Record<string, unknown>>(action, params, { method })
    const RegionId = regionId
    const KeyPairName = `pop-${method}`
    const image = { ImageId: IMAGE, InstanceType: 'ecs.g6.large', 'SecurityGroupIds.1': 'sg-1' }

    await call('DescribeRegions', {})
    await call('CreateKeyPair', { RegionId, KeyPairName })
    await call('ImportKeyPair', { RegionId, KeyPairName: `${KeyPairName}-2`, PublicKeyBody: PUBLIC_KEY })
    const run = await call('RunInstances', {
      RegionId,
      ...image,
      Amount: 2,
      Tag: [{ Key: 'a b', Value: 'ü' }],
    })
    const ids = (run as { InstanceIdSets: { InstanceIdSet: string[] } }).InstanceIdSets.InstanceIdSet
    const InstanceIds = JSON.stringify(ids)
    const statuses = async () => {
      const list = await call('DescribeInstanceStatus', { RegionId, InstanceId: ids })
      const { InstanceStatus } = list['InstanceStatuses'] as { InstanceStatus: { Status: string }[] }
      return InstanceStatus.map(({ Status }) => Status)
    }
    const reach = async (...wanted: string[]) => {
      await expect.poll(statuses, PATIENCE).toEqual(wanted)
    }
    await reach('Running', 'Running')
    const bound = await call('AttachKeyPair', { RegionId, KeyPairName, InstanceIds })
    expect(bound).toMatchObject({ TotalCount: '2', FailCount: '0' })
    await call('RebootInstances', { RegionId, InstanceId: ids })
    await reach('Running', 'Running')
    const list = await call('DescribeInstances', { RegionId, KeyPairName, InstanceIds })
    expect(list).toMatchObject({ TotalCount: 2, PageNumber: 1, PageSize: 10 })
    const unbound = await call('DetachKeyPair', { RegionId, KeyPairName, InstanceIds })
    expect(unbound).toMatchObject({ TotalCount: '2', FailCount: '0' })
    await call('StopInstances', { RegionId, InstanceId: ids })
    await reach('Stopped', 'Stopped')
    await call('StartInstances', { RegionId, InstanceId: ids })
    await reach('Running', 'Running')
    const [InstanceId] = ids
    await call('ModifyInstanceAttribute', { InstanceId, Password: PASSWORD })
    await call('RebootInstance', { InstanceId })
    await reach('Running', 'Running')
    await call('StopInstance', { InstanceId })
    await expect.poll(statuses, PATIENCE).toContain('Stopped')
    await call('StartInstance', { InstanceId })
    await reach('Running', 'Running')
    await call('DeleteInstance', { InstanceId, Force: true })
    await call('DeleteInstances', { RegionId, InstanceId: ids.slice(1), Force: true })
    await expect.poll(statuses, PATIENCE).toEqual([])
    await call('DeleteKeyPairs', {
      RegionId,
      KeyPairNames: JSON.stringify([KeyPairName, `${KeyPairName}-2`]),
    })
    const rest = await call('DescribeKeyPairs', { RegionId, KeyPairName: `${KeyPairName}*` })
    expect(rest).toMatchObject({ TotalCount: 0, KeyPairs: { KeyPair: [] } })
  })

  it('understands refusals', async () => {
    const pop = new PopClient({
      endpoint: keyplane.api,
      apiVersion: '2014-05-26',
      accessKeyId,
      accessKeySecret,
    })
    await expect(pop.request('StartInstance', { InstanceId: 'i-unknown' }, { method })).rejects.toMatchObject(
      { code: 'InvalidInstanceId.NotFound' },
    )
  })
})
