import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { ACCESS_KEY, type Body, listOf, REGION, volcengineClients } from './volcengine-clients.ts'

// Exactly the calls that the Terraform provider makes, and the fields without which it panics or fails.
// Source: spec/volcengine.md §4.3, §4.4.

const EBS = { service: 'storage_ebs', version: '2020-04-01' }
const VPC = { service: 'vpc', version: '2020-04-01' }
const IAM = { service: 'iam', version: '2021-08-01' }
const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'

const SEED = `
accounts:
  - id: "2100000000"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${ACCESS_KEY.id}, secret: "${ACCESS_KEY.secret}" }] }]
`

let keyplane: TestKeyplane

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

describe.each(volcengineClients(() => keyplane.endpoint))('$name', ({ name, ask }) => {
  async function instanceOf(id: string): Promise<Body> {
    const { Result } = await ask('DescribeInstances', { InstanceIds: [id], MaxResults: 100 })
    expect(Result).toMatchObject({ NextToken: '' })
    // A list of objects; anything else shows as a failed test.
    const [instance] = (Result?.['Instances'] ?? []) as Body[]
    return instance ?? {}
  }

  test('volcengine_ecs_key_pair: create, read, update, move to another project, delete', async () => {
    const KeyPairName = `${name}-tf`
    const made = await ask('ImportKeyPair', {
      ...{ KeyPairName, PublicKey: `${ED25519}\n`, Description: 'first', KeyFile: '/tmp/key.pem' },
      Tags: [{ Key: 'k', Value: 'v' }],
    })
    const KeyPairId = made.Result?.['KeyPairId']
    const read = async () => {
      const { Result } = await ask('DescribeKeyPairs', { KeyPairIds: [KeyPairId], MaxResults: 20 })
      expect(Result).toMatchObject({ NextToken: '' })
      return Result?.['KeyPairs']
    }
    expect(await read()).toMatchObject([{ KeyPairName, Description: 'first', ProjectName: 'default' }])

    await ask('ModifyKeyPairAttribute', { KeyPairId, Description: 'second' })
    const cleared = await ask('ModifyKeyPairAttribute', { KeyPairId })
    expect(cleared.ResponseMetadata.Error).toMatchObject({ Code: 'MissingParameter.Description' })
    const target = { ResourceType: 'keypair', ResourceIds: [KeyPairId] }
    await ask('DeleteTags', { ...target, TagKeys: ['k'] })
    await ask('CreateTags', { ...target, Tags: [{ Key: 'l', Value: 'w' }] })
    const project = await ask('GetProject', { ProjectName: 'web' }, IAM)
    const account: unknown = project.Result?.['AccountID']
    expect(account).toBe(2_100_000_000)
    const ResourceTrn = [`trn:ecs:${REGION}:${String(account)}:keypair/${String(KeyPairId)}`]
    const moved = await ask('MoveProjectResource', { TargetProjectName: 'web', ResourceTrn }, IAM)
    expect(moved.Result).toEqual({})
    const Tags = [{ Key: 'l', Value: 'w' }]
    expect(await read()).toMatchObject([{ Description: 'second', ProjectName: 'web', Tags }])

    await ask('DeleteKeyPairs', { KeyPairNames: [KeyPairName] })
    expect(await read()).toEqual([])
  })

  test('volcengine_ecs_instance: subnet first, run, then the five reads', async () => {
    const SubnetId = `subnet-${name.replaceAll('-', '')}`
    const subnets = await ask('DescribeSubnets', { SubnetIds: [SubnetId], PageSize: 20, PageNumber: 1 }, VPC)
    expect(listOf(subnets, 'Subnets')).toMatchObject([
      { SubnetId, Status: 'Available', CidrBlock: '10.64.0.0/10' },
    ])
    const { ZoneId, VpcId } = listOf(subnets, 'Subnets')[0] ?? {}
    const run = await ask('RunInstances', {
      ...{ ClientToken: `uuid-${name}`, Count: 1, ZoneId, ImageId: 'image-ybubuntu2404lts0x640' },
      ...{ InstanceType: 'ecs.g3i.large', InstanceName: `${name}-tf`, HostName: 'tf-host' },
      ...{ Password: 'S3cret-pw!', SecurityEnhancementStrategy: 'Active', ProjectName: 'web' },
      ...{ UserData: 'ZWNobw==', InstallRunCommandAgent: true, KeepImageCredential: false },
      Volumes: [
        { VolumeType: 'ESSD_PL0', Size: 60, DeleteWithInstance: 'true' },
        { VolumeType: 'ESSD_PL0', Size: 100, DeleteWithInstance: 'false' },
      ],
      NetworkInterfaces: [{ SubnetId, SecurityGroupIds: ['sg-1'], PrimaryIpAddress: '10.0.0.9' }],
      Tags: [{ Key: 'k', Value: 'v' }],
    })
    const [id] = listOf(run, 'InstanceIds').map(String)
    const InstanceId = id ?? ''
    await expect
      .poll(async () => (await instanceOf(InstanceId))['Status'], { timeout: 10_000 })
      .toBe('RUNNING')
    const instance = await instanceOf(InstanceId)
    expect(instance).toMatchObject({
      ...{ KeyPairName: '', KeyPairId: '', ProjectName: 'web', InstanceChargeType: 'PostPaid' },
      ...{ InstanceTypeId: 'ecs.g3i.large', ZoneId, VpcId, HostName: 'tf-host' },
      Volumes: [{ VolumeId: `vol-${InstanceId.slice(2)}` }, { VolumeId: `vol-${InstanceId.slice(2)}1` }],
    })
    expect(instance['CreatedAt']).toContain('+')

    const InstanceTypeIds = [instance['InstanceTypeId']]
    const types = await ask('DescribeInstanceTypes', { InstanceTypeIds, MaxResults: 20 })
    expect(types.Result).toMatchObject({ NextToken: '', InstanceTypes: [{ Gpu: null }] })

    const query = { InstanceId, ProjectName: 'web', PageSize: 100, PageNumber: 1 }
    const system = await ask('DescribeVolumes', { ...query, Kind: 'system' }, EBS)
    expect(listOf(system, 'Volumes')).toMatchObject([
      {
        ...{ Kind: 'system', Size: '60', VolumeType: 'ESSD_PL0', Status: 'attached', InstanceId },
        ...{ DeleteWithInstance: true, VolumeId: `vol-${InstanceId.slice(2)}` },
      },
    ])
    const data = await ask('DescribeVolumes', { ...query, Kind: 'data' }, EBS)
    expect(listOf(data, 'Volumes')).toMatchObject([{ Size: '100', DeleteWithInstance: false }])

    const userData = await ask('DescribeUserData', { InstanceId })
    expect(userData.Result).toEqual({ InstanceId, UserData: 'ZWNobw==' })

    // Terraform counts this one list from 0.
    const NetworkInterfaceId = `eni-${InstanceId.slice(2)}`
    const zeroBased = { 'NetworkInterfaceIds.0': NetworkInterfaceId, MaxResults: 100 }
    const interfaces = await ask('DescribeNetworkInterfaces', zeroBased, VPC)
    expect(interfaces.Result).toMatchObject({ NextToken: '' })
    expect(listOf(interfaces, 'NetworkInterfaceSets')).toMatchObject([
      { NetworkInterfaceId, Type: 'primary', SubnetId, SecurityGroupIds: ['sg-1'] },
    ])
    // A list of objects; anything else shows as a failed test.
    const [own] = instance['NetworkInterfaces'] as Body[]
    expect(listOf(interfaces, 'NetworkInterfaceSets')[0]).toMatchObject({
      PrimaryIpAddress: own?.['PrimaryIpAddress'],
    })

    expect((await ask('DeleteInstance', { InstanceId })).Result).toEqual({})
    await expect.poll(() => instanceOf(InstanceId), { timeout: 10_000 }).toEqual({})
  })

  test('volcengine_ecs_key_pair_associate, _instance_state and the updates of an instance', async () => {
    const KeyPairName = `${name}-bound`
    const made = await ask('ImportKeyPair', { KeyPairName, PublicKey: ED25519 })
    const KeyPairId = made.Result?.['KeyPairId']
    const run = await ask('RunInstances', {
      ...{ ZoneId: 'cn-beijing-a', ImageId: 'image-ybubuntu2404lts0x640', InstanceType: 'ecs.g3i.large' },
      ...{ InstanceName: `${name}-bound`, Password: 'S3cret-pw!' },
      Volumes: [{ VolumeType: 'ESSD_PL0', Size: 40, DeleteWithInstance: 'true' }],
      NetworkInterfaces: [{ SubnetId: 'subnet-1', SecurityGroupIds: ['sg-1'] }],
    })
    const InstanceId = listOf(run, 'InstanceIds').map(String)[0] ?? ''
    const reaches = async (status: string) => {
      const query = { InstanceIds: [InstanceId], PageSize: 20, PageNumber: 1 }
      const read = async () => listOf(await ask('DescribeInstances', query), 'Instances')[0]?.['Status']
      await expect.poll(read, { timeout: 10_000 }).toBe(status)
    }
    await reaches('RUNNING')

    const bound = await ask('AttachKeyPair', { KeyPairId, InstanceIds: [InstanceId] })
    expect(listOf(bound, 'OperationDetails')).toEqual([{ InstanceId, Error: null }])
    const pairs = await ask('DescribeKeyPairs', { KeyPairIds: [KeyPairId], MaxResults: 20 })
    expect((await instanceOf(InstanceId))['KeyPairName']).toBe(listOf(pairs, 'KeyPairs')[0]?.['KeyPairName'])

    const ClientToken = `password-${name}`
    await ask('ModifyInstanceAttribute', { InstanceId, Password: 'Second-pw-2', ClientToken })
    await ask('StopInstance', { InstanceId, StoppedMode: 'KeepCharging', ForceStop: false })
    await reaches('STOPPED')
    await ask('StartInstance', { InstanceId })
    await reaches('RUNNING')

    await ask('StopInstance', { InstanceId })
    await reaches('STOPPED')
    const replaced = await ask('ReplaceSystemVolume', {
      ...{ InstanceId, ImageId: 'image-ybdebian120000000x64', KeyPairName, Password: 'Third-pw-3' },
      ...{ SystemVolumeSize: 80, UserData: 'ZWNobw==', KeepImageCredential: false },
    })
    expect(replaced.Result).toEqual({})
    await reaches('RUNNING')
    expect(await instanceOf(InstanceId)).toMatchObject({ ImageId: 'image-ybdebian120000000x64', KeyPairName })
    const system = await ask('DescribeVolumes', { InstanceId, Kind: 'system' }, EBS)
    expect(listOf(system, 'Volumes')).toMatchObject([{ Size: '80' }])

    await ask('DetachKeyPair', { KeyPairId, InstanceIds: [InstanceId] })
    expect(await instanceOf(InstanceId)).toMatchObject({ KeyPairId: '', KeyPairName: '' })
    await ask('DeleteInstance', { InstanceId })
    await ask('DeleteKeyPairs', { KeyPairNames: [KeyPairName] })
  })

  test('the data sources', async () => {
    const KeyPairName = `${name}-data`
    await ask('ImportKeyPair', { KeyPairName, PublicKey: ED25519, Tags: [{ Key: 'data', Value: name }] })
    const TagFilters = [{ Key: 'data', Values: [name] }]
    const pairs = await ask('DescribeKeyPairs', { TagFilters, NameRegex: '.*', MaxResults: 20 })
    expect(pairs.Result).toMatchObject({ KeyPairs: [{ KeyPairName }], NextToken: '' })
    const instances = await ask('DescribeInstances', { KeyPairName, MaxResults: 100 })
    expect(instances.Result).toEqual({ Instances: [], NextToken: '', TotalCount: 0 })
    const zones = await ask('DescribeZones')
    expect(listOf(zones, 'Zones')).toContainEqual({ ZoneId: 'cn-beijing-a' })
    expect((await ask('DescribeRegions', { MaxResults: 10 })).Result?.['NextToken']).toBeTypeOf('string')
    const images = await ask('DescribeImages', { OsType: 'Linux', Visibility: 'public', MaxResults: 20 })
    expect(images.Result).toMatchObject({ NextToken: '', TotalCount: 7 })
    const types = await ask('DescribeInstanceTypes', { MaxResults: 20 })
    expect(types.Result?.['NextToken']).toMatch(/./)
    await ask('DeleteKeyPairs', { KeyPairNames: [KeyPairName] })
  })

  test('a protected instance is not deleted until ModifyInstanceAttribute lets it', async () => {
    const run = await ask('RunInstances', {
      ...{ ZoneId: 'cn-beijing-a', ImageId: 'image-ybubuntu2404lts0x640', InstanceTypeId: 'ecs.g3i.large' },
      ...{ InstanceName: `${name}-kept`, Password: 'S3cret-pw!', DeletionProtection: true },
      Volumes: [{ VolumeType: 'ESSD_PL0', Size: 40 }],
      NetworkInterfaces: [{ SubnetId: 'subnet-1' }],
    })
    const InstanceId = listOf(run, 'InstanceIds').map(String)[0] ?? ''
    await expect
      .poll(async () => (await instanceOf(InstanceId))['Status'], { timeout: 10_000 })
      .toBe('RUNNING')
    const refused = await ask('DeleteInstance', { InstanceId })
    expect(refused.ResponseMetadata.Error).toMatchObject({ Code: 'OperationDenied.DeletionProtection' })
    await ask('ModifyInstanceAttribute', {
      InstanceId,
      DeletionProtection: false,
      InstanceName: `${name}-free`,
    })
    expect(await instanceOf(InstanceId)).toMatchObject({
      InstanceName: `${name}-free`,
      DeletionProtection: false,
    })
    expect((await ask('DeleteInstance', { InstanceId })).Result).toEqual({})
  })
})
