import { generateKeyPairSync } from 'node:crypto'

import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { getTc3, getV1 } from '../../src/dialects/kit/tencent/test-support/signed-call.ts'
import { like } from '../../src/dialects/kit/tencent/test-support/test-room.ts'
import { sshKey, sshPassword } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'

const SIGNER = { secretId: 'AKIDacmeroot', secretKey: 'acme-root-secret' }
const PASSWORD = 'S3cret-pw!'
const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGRbxe8KQXxFYkpcUZCe7XoYW1SUMBEnAdThI2x34+ak me'

const SEED = `
accounts:
  - id: "1000000001"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${SIGNER.secretId}, secret: ${SIGNER.secretKey} }] }]
keyPairs:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: skey-4e5ty7i8, name: demo, publicKey: "${ED25519}" }
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, zone: ap-guangzhou-3, id: ins-1e4r6y8i, name: web-1, password: "${PASSWORD}", state: stopped }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-3e56fg78, name: web-2, state: stopped }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-login001, name: login, password: "${PASSWORD}" }
`

let keyplane: TestKeyplane
let client: InstanceType<typeof cvm.v20170312.Client>

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, transitionMs: 100 })
  client = clientWith({})
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function clientWith(profile: object) {
  return new cvm.v20170312.Client({
    credential: SIGNER,
    region: 'ap-guangzhou',
    profile: { ...profile, httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://', ...profile } },
  })
}

async function describeOne(id: string) {
  const { InstanceSet } = await client.DescribeInstances({ InstanceIds: [id] })
  const [instance] = InstanceSet ?? []
  if (!instance) throw new Error(`${id} is not listed`)
  return instance
}

async function settled(id: string, state: string) {
  await expect
    .poll(() => describeOne(id))
    .toMatchObject({ InstanceState: state, LatestOperationState: 'SUCCESS' })
  return describeOne(id)
}

function refused(code: string): unknown {
  return expect.objectContaining({ code, requestId: like(/^[0-9a-f-]{36}$/) })
}

describe('the official SDK', () => {
  test('creates, imports, lists and deletes key pairs', async () => {
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'sdk_made', ProjectId: 0 })
    expect(KeyPair).toMatchObject({ KeyName: 'sdk_made', ProjectId: 0, AssociatedInstanceIds: [] })
    expect(KeyPair?.PrivateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    expect(KeyPair?.PublicKey?.split(' ')).toEqual(['ssh-rsa', expect.any(String), KeyPair?.KeyId])

    const [type, material] = KeyPair?.PublicKey?.split(' ') ?? []
    const again = { KeyName: 'twin', ProjectId: 0, PublicKey: `${type} ${material} hello` }
    await expect(client.ImportKeyPair(again)).rejects.toEqual(refused('InvalidPublicKey.Duplicate'))
    const KeyIds = [KeyPair?.KeyId ?? '']
    await client.DeleteKeyPairs({ KeyIds })
    const { KeyId } = await client.ImportKeyPair(again)
    const { KeyPairSet, TotalCount } = await client.DescribeKeyPairs({ KeyIds: [KeyId ?? ''] })
    expect(TotalCount).toBe(1)
    expect(KeyPairSet?.[0]).toMatchObject({ KeyId, KeyName: 'twin', PublicKey: `${type} ${material} hello` })
    expect(KeyPairSet?.[0]).not.toHaveProperty('PrivateKey')
  })

  test('binds with ForceStop: OPERATING at once, running in the end, key in, password out, and back', async () => {
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'login', ProjectId: 0 })
    const ids = { InstanceIds: ['ins-login001'], KeyIds: [KeyPair?.KeyId ?? ''] }
    const before = await describeOne('ins-login001')
    await expect(client.AssociateInstancesKeyPairs(ids)).rejects.toEqual(
      refused('UnsupportedOperation.InstanceStateRunning'),
    )
    expect(await describeOne('ins-login001')).toEqual({ ...before })

    const { RequestId } = await client.AssociateInstancesKeyPairs({ ...ids, ForceStop: true })
    expect(await describeOne('ins-login001')).toMatchObject({
      LatestOperation: 'AssociateInstancesKeyPairs',
      LatestOperationState: 'OPERATING',
      LatestOperationRequestId: RequestId,
    })
    const bound = await settled('ins-login001', 'RUNNING')
    expect(bound.LatestOperationRequestId).toBe(RequestId)
    expect(bound.LoginSettings?.KeyIds).toEqual(ids.KeyIds)

    const target = { host: bound.PublicIpAddresses?.[0] ?? '', port: keyplane.sshPort, user: 'root' }
    const privateKey = KeyPair?.PrivateKey ?? ''
    const inside = await sshKey({ ...target, privateKey, command: 'echo in' })
    expect(inside).toMatchObject({ exitCode: 0, stdout: 'in\n' })
    expect(await sshPassword({ ...target, password: PASSWORD, command: 'echo in' })).toMatchObject({
      exitCode: 255,
    })
    await expect(client.DeleteKeyPairs(ids)).rejects.toEqual(refused('UnknownParameter'))
    await expect(client.DeleteKeyPairs({ KeyIds: ids.KeyIds })).rejects.toEqual(
      refused('InvalidParameterValue.KeyPairNotSupported'),
    )

    await client.DisassociateInstancesKeyPairs({ ...ids, ForceStop: true })
    const unbound = await settled('ins-login001', 'RUNNING')
    expect(unbound.LoginSettings?.KeyIds).toEqual([])
    expect(await sshPassword({ ...target, password: PASSWORD, command: 'echo in' })).toMatchObject({
      exitCode: 0,
    })
    expect(await sshKey({ ...target, privateKey, command: 'echo in' })).toMatchObject({ exitCode: 255 })
    await client.DeleteKeyPairs({ KeyIds: ids.KeyIds })
  })

  test('runs, stops, starts, reboots and terminates an instance, and sets its password', async () => {
    const { InstanceIdSet } = await client.RunInstances({
      Placement: { Zone: 'ap-guangzhou-6' },
      ImageId: 'img-487zeit5',
      InstanceType: 'SA5.LARGE8',
      InstanceName: 'made',
      SystemDisk: { DiskType: 'CLOUD_BSSD', DiskSize: 60 },
      LoginSettings: { Password: 'First-pw-1' },
      TagSpecification: [{ ResourceType: 'instance', Tags: [{ Key: 'team', Value: 'a' }] }],
    })
    const [id = ''] = InstanceIdSet ?? []
    const made = await settled(id, 'RUNNING')
    expect(made).toMatchObject({ InstanceName: 'made', CPU: 4, Memory: 8, DefaultLoginUser: 'ubuntu' })
    expect(made).toMatchObject({ SystemDisk: { DiskSize: 60 }, Tags: [{ Key: 'team', Value: 'a' }] })

    await client.StopInstances({ InstanceIds: [id], StopType: 'SOFT_FIRST' })
    expect(await settled(id, 'STOPPED')).toMatchObject({ StopChargingMode: 'KEEP_CHARGING' })
    await client.ResetInstancesPassword({ InstanceIds: [id], Password: 'Second-pw-2' })
    await settled(id, 'STOPPED')
    await client.StartInstances({ InstanceIds: [id] })
    const target = { host: made.PublicIpAddresses?.[0] ?? '', port: keyplane.sshPort, user: 'ubuntu' }
    await settled(id, 'RUNNING')
    const entered = await sshPassword({ ...target, password: 'Second-pw-2', command: 'whoami' })
    expect(entered).toMatchObject({ exitCode: 0, stdout: 'ubuntu\n' })
    await client.RebootInstances({ InstanceIds: [id], StopType: 'HARD' })
    expect(await settled(id, 'RUNNING')).toMatchObject({ LatestOperation: 'RebootInstances' })
    await client.TerminateInstances({ InstanceIds: [id] })
    await expect.poll(async () => (await client.DescribeInstances({ InstanceIds: [id] })).TotalCount).toBe(0)
  })

  test('lists regions without naming one', async () => {
    const { RegionSet, TotalCount } = await client.DescribeRegions()
    expect(TotalCount).toBe(RegionSet?.length)
    expect(RegionSet).toContainEqual({
      Region: 'ap-guangzhou',
      RegionName: 'South China (Guangzhou)',
      RegionState: 'AVAILABLE',
    })
  })

  test.each([
    ['GET', 'TC3-HMAC-SHA256'],
    ['GET', 'HmacSHA256'],
    ['GET', 'HmacSHA1'],
    ['POST', 'HmacSHA256'],
  ])('is understood as %s with %s', async (reqMethod, signMethod) => {
    const flat = clientWith({ signMethod, reqMethod })
    const { TotalCount } = await flat.DescribeInstances({ InstanceIds: ['ins-login001'], Limit: 1 })
    expect(TotalCount).toBe(1)
  })

  test('is told why it was refused', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    await expect(client.ImportKeyPair({ KeyName: 'pem', ProjectId: 0, PublicKey: pem })).rejects.toEqual(
      refused('InvalidPublicKey.Malformed'),
    )
  })
})

describe('the example of the documentation pages', () => {
  const options = {
    action: 'AssociateInstancesKeyPairs',
    version: '2017-03-12',
    signer: SIGNER,
    region: 'ap-guangzhou',
  }
  const PRINTED =
    'Action=AssociateInstancesKeyPairs&InstanceIds.0=ins-1e4r6y8i&InstanceIds.1=ins-3e56fg78&KeyIds.0=skey-4e5ty7i8'

  test('binds both stopped instances, as printed and signed with v1', async () => {
    const answer = await getV1({ ...options, api: keyplane.api }, PRINTED)
    expect(answer.response).toEqual({ RequestId: answer.requestId })
    for (const id of ['ins-1e4r6y8i', 'ins-3e56fg78']) {
      const bound = await settled(id, 'STOPPED')
      expect(bound.LoginSettings?.KeyIds).toEqual(['skey-4e5ty7i8'])
      expect(bound.LatestOperationRequestId).toBe(answer.requestId)
    }
    const { KeyPairSet } = await client.DescribeKeyPairs({ KeyIds: ['skey-4e5ty7i8'] })
    expect(KeyPairSet?.[0]?.AssociatedInstanceIds?.toSorted()).toEqual(['ins-1e4r6y8i', 'ins-3e56fg78'])
  })

  test('does so signed with TC3 too, where Action and Version are headers', async () => {
    const params = {
      InstanceIds: ['ins-1e4r6y8i', 'ins-3e56fg78'],
      KeyIds: ['skey-4e5ty7i8'],
      ForceStop: 'FALSE',
    }
    const answer = await getTc3({ ...options, api: keyplane.api, params })
    expect(answer.response).toEqual({ RequestId: answer.requestId })
  })
})
