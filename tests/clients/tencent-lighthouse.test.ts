import { generateKeyPairSync } from 'node:crypto'

import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'
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
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhkp-f7rjie1q, name: demo, publicKey: "${ED25519}" }
instances:
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-ruy9d2tw, name: web-1, password: "${PASSWORD}", keyPairs: [demo] }
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-login001, name: login, password: "${PASSWORD}" }
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-live0001, name: live, password: "${PASSWORD}" }
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-reset001, name: reset, password: "${PASSWORD}" }
`

let keyplane: TestKeyplane
let client: InstanceType<typeof lighthouse.v20200324.Client>

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, transitionMs: 100 })
  client = new lighthouse.v20200324.Client({
    credential: SIGNER,
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } },
  })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

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

function target(instance: { PublicAddresses?: string[] }, user = 'root') {
  return { host: instance.PublicAddresses?.[0] ?? '', port: keyplane.sshPort, user, command: 'whoami' }
}

describe('the example of the documentation page', () => {
  const options = { action: 'DisassociateInstancesKeyPairs', version: '2020-03-24', signer: SIGNER }
  const PRINTED = 'Action=DisassociateInstancesKeyPairs&InstanceIds.0=lhins-ruy9d2tw&KeyIds.0=lhkp-f7rjie1q'

  test('unbinds as printed, without a region, until SUCCESS; then the password works again', async () => {
    const before = await describeOne('lhins-ruy9d2tw')
    expect(before.LoginSettings?.KeyIds).toEqual(['lhkp-f7rjie1q'])
    expect(await sshPassword({ ...target(before), password: PASSWORD })).toMatchObject({ exitCode: 255 })
    const answer = await getV1({ ...options, api: keyplane.api }, PRINTED)
    expect(answer.response).toEqual({ RequestId: answer.requestId })
    const after = await settled('lhins-ruy9d2tw', 'RUNNING')
    expect(after).toMatchObject({
      LatestOperation: 'DisassociateInstancesKeyPairs',
      LatestOperationRequestId: answer.requestId,
    })
    expect(after.LoginSettings?.KeyIds).toEqual([])
    expect(await sshPassword({ ...target(after), password: PASSWORD })).toMatchObject({ exitCode: 0 })
  })

  test('is refused a second time, when nothing is bound any more', async () => {
    const params = { InstanceIds: ['lhins-ruy9d2tw'], KeyIds: ['lhkp-f7rjie1q'] }
    const answer = await getTc3({ ...options, api: keyplane.api, params })
    expect(answer.error).toEqual({
      Code: 'UnsupportedOperation.KeyPairNotBoundToInstance',
      Message:
        'Unsupported operation: key pairs that are not bound to instances cannot be unbound from instances.',
    })
  })
})

describe('the official SDK', () => {
  test('creates, imports byte for byte, lists and deletes key pairs', async () => {
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'sdk_made' })
    expect(KeyPair?.PrivateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    expect(KeyPair?.PublicKey?.split(' ')).toEqual(['ssh-rsa', expect.any(String), KeyPair?.KeyId])
    await client.DeleteKeyPairs({ KeyIds: [KeyPair?.KeyId ?? ''] })
    const [type, material] = KeyPair?.PublicKey?.split(' ') ?? []
    const PublicKey = `${type} ${material}  two blanks\n`
    const { KeyId } = await client.ImportKeyPair({ KeyName: 'mine', PublicKey })
    const { KeyPairSet } = await client.DescribeKeyPairs({ Filters: [{ Name: 'key-name', Values: ['min'] }] })
    expect(KeyPairSet).toEqual([
      {
        ...{ KeyId, KeyName: 'mine', PublicKey, Tags: [] },
        ...{ AssociatedInstanceIds: [], AssociatedInstanceSet: [] },
        CreatedTime: like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    ])
  })

  test('binds a running instance: off and on again, key in, password out', async () => {
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'login' })
    const ids = { InstanceIds: ['lhins-login001'], KeyIds: [KeyPair?.KeyId ?? ''] }
    const { RequestId } = await client.AssociateInstancesKeyPairs(ids)
    expect(await describeOne('lhins-login001')).toMatchObject({
      LatestOperation: 'AssociateInstancesKeyPairs',
      LatestOperationState: 'OPERATING',
      LatestOperationRequestId: RequestId,
    })
    const bound = await settled('lhins-login001', 'RUNNING')
    expect(bound.LoginSettings?.KeyIds).toEqual(ids.KeyIds)
    const { KeyPairSet } = await client.DescribeKeyPairs({ KeyIds: ids.KeyIds })
    expect(KeyPairSet?.[0]?.AssociatedInstanceSet).toEqual([
      { InstanceId: 'lhins-login001', Username: 'root' },
    ])
    const privateKey = KeyPair?.PrivateKey ?? ''
    expect(await sshKey({ ...target(bound), privateKey })).toMatchObject({ exitCode: 0, stdout: 'root\n' })
    expect(await sshPassword({ ...target(bound), password: PASSWORD })).toMatchObject({ exitCode: 255 })
    await expect(client.DeleteKeyPairs({ KeyIds: ids.KeyIds })).rejects.toEqual(
      refused('ResourceInUse.KeyPairInUse'),
    )

    await client.DisassociateInstancesKeyPairs(ids)
    const unbound = await settled('lhins-login001', 'RUNNING')
    expect(await sshPassword({ ...target(unbound), password: PASSWORD })).toMatchObject({ exitCode: 0 })
    await client.DeleteKeyPairs({ KeyIds: ids.KeyIds })
  })

  test('binds ONLINE without a stop', async () => {
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'live' })
    const ids = { InstanceIds: ['lhins-live0001'], KeyIds: [KeyPair?.KeyId ?? ''] }
    await client.AssociateInstancesKeyPairs({ ...ids, AssociateType: 'ONLINE', Username: 'root' })
    expect((await describeOne('lhins-live0001')).InstanceState).toBe('RUNNING')
    const bound = await settled('lhins-live0001', 'RUNNING')
    const privateKey = KeyPair?.PrivateKey ?? ''
    expect(await sshKey({ ...target(bound), privateKey })).toMatchObject({ exitCode: 0 })
  })

  test('creates, stops, starts, reboots, isolates and terminates an instance, and sets its password', async () => {
    const { InstanceIdSet } = await client.CreateInstances({
      BundleId: 'bundle_gen_03',
      BlueprintId: 'lhbp-6p3qtx0j',
      InstanceChargePrepaid: { Period: 1 },
      InstanceName: 'made',
      LoginConfiguration: { Password: 'First-pw-1' },
    })
    const [id = ''] = InstanceIdSet ?? []
    const made = await settled(id, 'RUNNING')
    expect(made).toMatchObject({ InstanceName: 'made', CPU: 2, Memory: 4, Platform: 'UBUNTU' })
    const InstanceIds = [id]
    await client.StopInstances({ InstanceIds })
    await settled(id, 'STOPPED')
    await client.StartInstances({ InstanceIds })
    await settled(id, 'RUNNING')
    await client.RebootInstances({ InstanceIds })
    expect(await settled(id, 'RUNNING')).toMatchObject({ LatestOperation: 'RebootInstances' })
    await client.ResetInstancesPassword({ InstanceIds, Password: 'Second-pw-2' })
    await settled(id, 'RUNNING')
    const entered = await sshPassword({ ...target(made, 'ubuntu'), password: 'Second-pw-2' })
    expect(entered).toMatchObject({ exitCode: 0, stdout: 'ubuntu\n' })
    await expect(client.TerminateInstances({ InstanceIds })).rejects.toEqual(
      refused('UnsupportedOperation.InvalidInstanceState'),
    )
    await client.IsolateInstances({ InstanceIds })
    expect((await settled(id, 'SHUTDOWN')).IsolatedTime).toMatch(/Z$/)
    await client.TerminateInstances({ InstanceIds })
    await expect.poll(async () => (await client.DescribeInstances({ InstanceIds })).TotalCount).toBe(0)
  })

  test('lists regions', async () => {
    const { RegionSet } = await client.DescribeRegions()
    expect(RegionSet).toContainEqual({
      Region: 'ap-hongkong',
      RegionName: 'Hong Kong, Macao, and Taiwan (China) (Hong Kong, China)',
      RegionState: 'AVAILABLE',
      IsChinaMainland: false,
    })
  })

  test('renames an instance, and waits for nothing', async () => {
    const params = { InstanceIds: ['lhins-live0001'], InstanceName: '新名字' }
    const { RequestId } = await client.ModifyInstancesAttribute(params)
    expect(await describeOne('lhins-live0001')).toMatchObject({
      ...{ InstanceName: '新名字', LatestOperation: 'ModifyInstancesAttribute' },
      ...{ LatestOperationState: 'SUCCESS', LatestOperationRequestId: RequestId },
    })
  })

  test('resets an instance: another system, its disk new, the key in and the password out', async () => {
    const before = await describeOne('lhins-reset001')
    const entered = { ...target(before), password: PASSWORD, command: 'echo mine > left-behind' }
    expect(await sshPassword(entered)).toMatchObject({ exitCode: 0 })
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'reset' })
    const KeyIds = [KeyPair?.KeyId ?? '']
    const params = { InstanceId: 'lhins-reset001', BlueprintId: 'lhbp-6p3qtx0j' }
    const { RequestId } = await client.ResetInstance({ ...params, LoginConfiguration: { KeyIds } })
    expect(await describeOne('lhins-reset001')).toMatchObject({
      ...{ LatestOperation: 'ResetInstance', LatestOperationState: 'OPERATING' },
      LatestOperationRequestId: RequestId,
    })
    const after = await settled('lhins-reset001', 'RUNNING')
    expect(after).toMatchObject({ BlueprintId: 'lhbp-6p3qtx0j', LoginSettings: { KeyIds } })
    expect(after.PublicAddresses).toEqual(before.PublicAddresses)
    const privateKey = KeyPair?.PrivateKey ?? ''
    const inside = { ...target(after, 'ubuntu'), privateKey, command: 'ls -a ~; ls /root' }
    const listed = await sshKey(inside)
    expect(listed.stdout).not.toContain('left-behind')
    expect(await sshKey({ ...inside, command: 'whoami' })).toMatchObject({ exitCode: 0, stdout: 'ubuntu\n' })
    expect(await sshPassword({ ...target(after, 'ubuntu'), password: PASSWORD })).toMatchObject({
      exitCode: 255,
    })
  })

  test('is told why it was refused', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    await expect(client.ImportKeyPair({ KeyName: 'pem', PublicKey: pem })).rejects.toEqual(
      refused('InvalidParameterValue.KeyPairPublicKeyMalformed'),
    )
  })
})
