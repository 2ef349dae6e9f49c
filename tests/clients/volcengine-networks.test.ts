import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { ACCESS_KEY, listOf, volcengineClients } from './volcengine-clients.ts'

// Where an instance can be made, as the data sources of the Terraform provider ask: pages of 20, counted from 1.

const VPC = { service: 'vpc', version: '2020-04-01' }
const PAGE = { PageNumber: 1, PageSize: 20 }

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
  const suffix = name.replaceAll('-', '')

  test('DescribeAvailableResource: the zones that have a type', async () => {
    const answer = await ask('DescribeAvailableResource', {
      ...{ DestinationResource: 'InstanceType', InstanceChargeType: 'PostPaid', SpotStrategy: 'NoSpot' },
      ...{ InstanceTypeId: 'ecs.g3i.large', ...PAGE },
    })
    const SupportedResources = [{ Value: 'ecs.g3i.large', Status: 'Available' }]
    const AvailableResources = [{ Type: 'InstanceType', SupportedResources }]
    const zone = (letter: string) => ({
      ...{ RegionId: 'cn-beijing', ZoneId: `cn-beijing-${letter}`, Status: 'Available', AvailableResources },
    })
    expect(answer.Result).toEqual({ AvailableZones: ['a', 'b', 'c', 'd'].map(zone) })
  })

  test('DescribeVpcs, DescribeSecurityGroups: the default ones, and those that an instance is in', async () => {
    const [subnet, group, vpc] = [`subnet-${suffix}`, `sg-${suffix}`, `vpc-${suffix}`]
    const run = await ask('RunInstances', {
      ...{ ZoneId: 'cn-beijing-b', ImageId: 'image-ybubuntu2404lts0x640', InstanceType: 'ecs.g3i.large' },
      ...{ InstanceName: name, Password: 'S3cret-pw!' },
      Volumes: [{ VolumeType: 'ESSD_PL0', Size: 40 }],
      NetworkInterfaces: [{ SubnetId: subnet, SecurityGroupIds: [group] }],
    })
    expect(listOf(run, 'InstanceIds')).toHaveLength(1)
    const vpcs = listOf(await ask('DescribeVpcs', PAGE, VPC), 'Vpcs')
    expect(vpcs).toContainEqual(
      expect.objectContaining({ VpcId: 'vpc-ybdefault0000000vpc01', IsDefault: true }),
    )
    expect(vpcs).toContainEqual(
      expect.objectContaining({
        ...{ VpcId: vpc, VpcName: vpc, Status: 'Available', AccountId: '2100000000', IsDefault: false },
        ...{ SubnetIds: [subnet], SecurityGroupIds: [group], CidrBlock: '10.64.0.0/10' },
      }),
    )
    const groups = await ask('DescribeSecurityGroups', { ...PAGE, VpcId: vpc }, VPC)
    expect(listOf(groups, 'SecurityGroups')).toMatchObject([
      { SecurityGroupId: group, SecurityGroupName: group, VpcId: vpc, Type: 'normal', Status: 'Available' },
    ])
    const own = await ask('DescribeSecurityGroups', { SecurityGroupIds: ['sg-ybdefault00000000sg01'] }, VPC)
    expect(listOf(own, 'SecurityGroups')).toMatchObject([{ Type: 'default' }])
  })
})
