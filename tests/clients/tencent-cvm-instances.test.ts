import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { like } from '../../src/dialects/kit/tencent/test-support/test-room.ts'
import { sshKey, sshPassword } from '../ssh-client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'

const SIGNER = { secretId: 'AKIDacmeroot', secretKey: 'acme-root-secret' }
const PASSWORD = 'S3cret-pw!'
const PLACE = 'dialect: tencent-cvm, account: acme, region: ap-guangzhou'

const SEED = `
accounts:
  - id: "1000000001"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${SIGNER.secretId}, secret: ${SIGNER.secretKey} }] }]
instances:
  - { ${PLACE}, id: ins-reset001, name: reset, password: "${PASSWORD}" }
  - { ${PLACE}, id: ins-rescue01, name: rescue, password: "${PASSWORD}" }
  - { ${PLACE}, id: ins-modify01, name: modify }
  - { ${PLACE}, id: ins-stopped1, name: off, state: stopped }
`

let keyplane: TestKeyplane
let client: InstanceType<typeof cvm.v20170312.Client>

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, transitionMs: 100 })
  client = clientWith('en-US')
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function clientWith(language: 'en-US' | 'zh-CN') {
  const httpProfile = { endpoint: keyplane.endpoint, protocol: 'http://' }
  return new cvm.v20170312.Client({
    credential: SIGNER,
    region: 'ap-guangzhou',
    profile: { language, httpProfile },
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

async function sshTo(id: string, user: string) {
  const { PublicIpAddresses } = await describeOne(id)
  return { host: PublicIpAddresses?.[0] ?? '', port: keyplane.sshPort, user }
}

describe('the official SDK', () => {
  test('reinstalls: a fresh disk at the same address, another user, another way in', async () => {
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'reset', ProjectId: 0 })
    const { KeyId = '', PrivateKey: privateKey = '' } = KeyPair ?? {}
    const before = await describeOne('ins-reset001')
    const old = await sshTo('ins-reset001', 'root')
    const command = 'echo mine > /root/mine; cat /root/mine'
    expect(await sshPassword({ ...old, password: PASSWORD, command })).toMatchObject({ stdout: 'mine\n' })

    const { RequestId } = await client.ResetInstance({
      InstanceId: 'ins-reset001',
      ImageId: 'img-487zeit5',
      LoginSettings: { KeyIds: [KeyId] },
      SystemDisk: { DiskSize: 60 },
      EnhancedService: { SecurityService: { Enabled: false }, MonitorService: { Enabled: false } },
      HostName: 'fresh',
    })
    expect(await describeOne('ins-reset001')).toMatchObject({
      LatestOperation: 'ResetInstance',
      LatestOperationState: 'OPERATING',
      LatestOperationRequestId: RequestId,
    })
    const after = await settled('ins-reset001', 'RUNNING')
    expect(after).toMatchObject({ ImageId: 'img-487zeit5', DefaultLoginUser: 'ubuntu' })
    expect(after).toMatchObject({ LoginSettings: { KeyIds: [KeyId] }, SystemDisk: { DiskSize: 60 } })
    expect(after.PublicIpAddresses).toEqual(before.PublicIpAddresses)

    const target = await sshTo('ins-reset001', 'ubuntu')
    const inside = await sshKey({ ...target, privateKey, command: 'whoami; cat /root/mine' })
    expect(inside.stdout).toBe('ubuntu\n')
    expect(inside.stderr).toMatch(/No such file/)
    expect(await sshPassword({ ...old, password: PASSWORD, command: 'true' })).toMatchObject({
      exitCode: 255,
    })
  })

  test('enters and leaves rescue mode, where the rescue password is the only way in', async () => {
    const InstanceId = 'ins-rescue01'
    const target = await sshTo(InstanceId, 'root')
    const enter = (password: string) => sshPassword({ ...target, password, command: 'echo in' })
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'by_hand', ProjectId: 0 })
    const { PublicKey = '', PrivateKey: privateKey = '' } = KeyPair ?? {}
    const addKey = `mkdir -p ~/.ssh && echo "${PublicKey}" >> ~/.ssh/authorized_keys`
    await sshPassword({ ...target, password: PASSWORD, command: addKey })
    const enterByKey = () => sshKey({ ...target, privateKey, command: 'echo in' })
    expect(await enterByKey()).toMatchObject({ exitCode: 0, stdout: 'in\n' })
    await client.EnterRescueMode({ InstanceId, Password: 'Rescue-me1', StopType: 'SOFT' })
    expect(await describeOne(InstanceId)).toMatchObject({ InstanceState: 'ENTER_RESCUE_MODE' })
    await settled(InstanceId, 'RESCUE_MODE')
    expect(await enter('Rescue-me1')).toMatchObject({ exitCode: 0, stdout: 'in\n' })
    expect(await enter(PASSWORD)).toMatchObject({ exitCode: 255 })
    expect(await enterByKey()).toMatchObject({ exitCode: 255 })
    await expect(client.EnterRescueMode({ InstanceId, Password: 'Rescue-me1' })).rejects.toEqual(
      refused('UnsupportedOperation.InstanceStateRescueMode'),
    )
    await client.ExitRescueMode({ InstanceId })
    expect(await describeOne(InstanceId)).toMatchObject({ InstanceState: 'EXIT_RESCUE_MODE' })
    await settled(InstanceId, 'RUNNING')
    expect(await enter(PASSWORD)).toMatchObject({ exitCode: 0, stdout: 'in\n' })
    expect(await enterByKey()).toMatchObject({ exitCode: 0, stdout: 'in\n' })
    expect(await enter('Rescue-me1')).toMatchObject({ exitCode: 255 })
    await expect(client.ExitRescueMode({ InstanceId })).rejects.toEqual(
      refused('UnsupportedOperation.InstanceStateRunning'),
    )
  })

  test('changes one attribute after the other, and is told about protection', async () => {
    const InstanceIds = ['ins-modify01']
    await client.ModifyInstancesAttribute({ InstanceIds, InstanceName: 'renamed' })
    await client.ModifyInstancesAttribute({ InstanceIds, SecurityGroups: ['sg-12345678'] })
    await client.ModifyInstancesAttribute({ InstanceIds, UserData: 'aGVsbG8=' })
    const { RequestId } = await client.ModifyInstancesAttribute({ InstanceIds, DisableApiTermination: true })
    expect(await describeOne('ins-modify01')).toMatchObject({
      ...{ InstanceName: 'renamed', SecurityGroupIds: ['sg-12345678'], DisableApiTermination: true },
      ...{ LatestOperation: 'ModifyInstancesAttribute', LatestOperationState: 'SUCCESS' },
      LatestOperationRequestId: RequestId,
    })
    const { InstanceSet } = await client.DescribeInstancesAttributes({
      InstanceIds,
      Attributes: ['UserData'],
    })
    expect(InstanceSet).toEqual([{ InstanceId: 'ins-modify01', Attributes: { UserData: 'aGVsbG8=' } }])
    await expect(client.TerminateInstances({ InstanceIds })).rejects.toEqual(
      refused('UnsupportedOperation.InstancesProtected'),
    )
    await client.ModifyInstancesAttribute({ InstanceIds, HostName: 'renamed.example' })
    expect(await describeOne('ins-modify01')).toMatchObject({ InstanceState: 'REBOOTING' })
    await settled('ins-modify01', 'RUNNING')
  })

  test('tells the states of instances', async () => {
    const { TotalCount, InstanceStatusSet } = await client.DescribeInstancesStatus({
      InstanceIds: ['ins-stopped1', 'ins-00000000'],
    })
    expect(TotalCount).toBe(1)
    expect(InstanceStatusSet).toEqual([{ InstanceId: 'ins-stopped1', InstanceState: 'STOPPED' }])
  })

  test('renames and describes a key pair', async () => {
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'before', ProjectId: 0 })
    const KeyId = KeyPair?.KeyId ?? ''
    await client.ModifyKeyPairAttribute({ KeyId, KeyName: 'after', Description: '说明' })
    const { KeyPairSet } = await client.DescribeKeyPairs({ KeyIds: [KeyId] })
    expect(KeyPairSet).toMatchObject([
      { KeyId, KeyName: 'after', Description: '说明', PublicKey: KeyPair?.PublicKey },
    ])
    await expect(client.ModifyKeyPairAttribute({ KeyId: 'skey-00000000', KeyName: 'x' })).rejects.toEqual(
      refused('InvalidKeyPairId.NotFound'),
    )
  })

  test('reads the catalogs: zones in two languages, images, types', async () => {
    const english = await client.DescribeZones()
    expect(english.TotalCount).toBe(english.ZoneSet?.length)
    const zone = { Zone: 'ap-guangzhou-3', ZoneId: '100003', ZoneState: 'AVAILABLE' }
    expect(english.ZoneSet).toContainEqual({ ...zone, ZoneName: 'Guangzhou Zone 3' })
    const chinese = await clientWith('zh-CN').DescribeZones()
    expect(chinese.ZoneSet).toContainEqual({ ...zone, ZoneName: '广州三区' })

    const all = await client.DescribeImages({})
    expect(all.TotalCount).toBeGreaterThan(10)
    const Filters = [{ Name: 'platform', Values: ['Ubuntu'] }]
    const { ImageSet, TotalCount } = await client.DescribeImages({ Filters, Limit: 1 })
    expect(TotalCount).toBe(3)
    expect(ImageSet).toMatchObject([{ Platform: 'Ubuntu', ImageState: 'NORMAL', SnapshotSet: [] }])
    await expect(client.DescribeImages({ Filters, ImageIds: ['img-487zeit5'] })).rejects.toEqual(
      refused('InvalidParameter.InvalidParameterCoexistImageIdsFilters'),
    )

    const inZone = { Name: 'zone', Values: ['ap-guangzhou-3'] }
    const { InstanceTypeConfigSet } = await client.DescribeInstanceTypeConfigs({
      Filters: [inZone, { Name: 'instance-family', Values: ['GN7'] }],
    })
    expect(InstanceTypeConfigSet).toEqual([
      {
        ...{ Zone: 'ap-guangzhou-3', InstanceType: 'GN7.2XLARGE32', InstanceFamily: 'GN7' },
        ...{ CPU: 8, Memory: 32, GPU: 1, GpuCount: 1, FPGA: 0 },
      },
    ])
  })
})
