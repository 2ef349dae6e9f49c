import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import {
  ACCESS_KEY,
  type Ask,
  type Body,
  detailsOf,
  listOf,
  REGION,
  volcengineClients,
} from './volcengine-clients.ts'

const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const HERE = `dialect: volcengine-ecs, account: acme, region: ${REGION}`
const UBUNTU = 'image-ybubuntu2404lts0x640'

let keyplane: TestKeyplane
const clients = volcengineClients(() => keyplane.endpoint)

const SEED = `
accounts:
  - id: "2100000000"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${ACCESS_KEY.id}, secret: "${ACCESS_KEY.secret}" }] }]
keyPairs:
${clients.map(({ name }) => `  - { ${HERE}, id: kp-${idOf(name)}, name: ${name}, publicKey: "${ED25519}" }\n`).join('')}
instances:
${clients.map(({ name }) => `  - { ${HERE}, id: i-${idOf(name)}, name: ${name} }\n`).join('')}
`

/** Ids have no dashes. */
function idOf(name: string): string {
  return name.replaceAll('-', '')
}

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

async function status(ask: Ask, id: string): Promise<unknown> {
  return listOf(await ask('DescribeInstances', { InstanceIds: [id] }), 'Instances')[0]?.['Status']
}

describe.each(clients)('$name', ({ name, ask }) => {
  const keyPair = `kp-${idOf(name)}`
  const instance = `i-${idOf(name)}`

  test('DescribeZones, DescribeImages, DescribeInstanceTypes and DescribeTasks list what is on offer', async () => {
    const zones = await ask('DescribeZones', { ZoneIds: ['cn-beijing-b', 'cn-beijing-a'] })
    expect(zones.Result).toEqual({ Zones: [{ ZoneId: 'cn-beijing-a' }, { ZoneId: 'cn-beijing-b' }] })

    const images = await ask('DescribeImages', { ImageIds: [UBUNTU], MaxResults: 1, Visibility: 'public' })
    expect(images.Result).toMatchObject({
      Images: [{ ImageId: UBUNTU, OsType: 'Linux', Status: 'available', Size: 20, VirtualSize: '20' }],
      NextToken: '',
      TotalCount: 1,
    })

    const first = await ask('DescribeInstanceTypes', { MaxResults: 20 })
    expect(listOf(first, 'InstanceTypes')).toHaveLength(20)
    const second = await ask('DescribeInstanceTypes', {
      MaxResults: 20,
      NextToken: first.Result?.['NextToken'],
    })
    const ids = [first, second].flatMap((page) =>
      listOf(page, 'InstanceTypes').map(({ InstanceTypeId }) => InstanceTypeId),
    )
    expect(new Set(ids).size).toBe(40)
    const one = await ask('DescribeInstanceTypes', { InstanceTypeIds: ['ecs.c3i.xlarge'] })
    expect(listOf(one, 'InstanceTypes')).toMatchObject([
      { InstanceTypeId: 'ecs.c3i.xlarge', Processor: { Cpus: 4 }, Memory: { Size: 8192 }, Gpu: null },
    ])

    const tasks = await ask('DescribeTasks', { ResourceIds: [instance], MaxResults: 100 })
    expect(tasks.Result).toEqual({ Tasks: [], NextToken: '' })
  })

  test('ModifyKeyPairAttribute changes the description, and DescribeUserData shows what was set', async () => {
    const modified = await ask('ModifyKeyPairAttribute', { KeyPairId: keyPair, Description: '描述 = of it' })
    expect(modified.Result).toEqual({ KeyPairName: name })
    const shown = await ask('DescribeKeyPairs', { KeyPairIds: [keyPair] })
    expect(listOf(shown, 'KeyPairs')).toMatchObject([{ Description: '描述 = of it' }])

    expect((await ask('DescribeUserData', { InstanceId: instance })).Result).toEqual({
      InstanceId: instance,
      UserData: '',
    })
    const UserData = Buffer.from('#!/bin/sh\n~+?').toString('base64')
    await ask('ModifyInstanceAttribute', { InstanceId: instance, UserData })
    expect((await ask('DescribeUserData', { InstanceId: instance })).Result).toMatchObject({ UserData })
  })

  test('InstallCloudAssistant installs what DescribeCloudAssistantStatus shows', async () => {
    const installed = await ask('InstallCloudAssistant', { InstanceIds: [instance, 'i-none'] })
    expect(installed.Result).toEqual({
      InstallingInstanceIds: [instance],
      FailedInstances: [{ Id: 'i-none', ErrorMessage: 'The specified instance does not exist.' }],
    })
    const agents = await ask('DescribeCloudAssistantStatus', { InstanceIds: [instance], PageSize: 10 })
    expect(agents.Result).toMatchObject({
      Instances: [{ InstanceId: instance, Status: 'Running', OSType: 'Linux' }],
      ...{ PageNumber: 1, PageSize: 10, TotalCount: 1 },
    })
  })

  test('CreateTags, DescribeTags and DeleteTags', async () => {
    const target = { ResourceType: 'keypair', ResourceIds: [keyPair] }
    const Tags = [{ Key: 'env', Value: "a b+c*'()!" }, { Key: 'team' }]
    const created = await ask('CreateTags', { ...target, Tags })
    expect(detailsOf(created)).toEqual([{ ResourceId: keyPair, Error: null }])
    const TagFilters = [{ Key: 'env', Values: ["a b+c*'()!"] }]
    const found = await ask('DescribeTags', { ...target, TagFilters, MaxResults: 1 })
    const row = { ResourceId: keyPair, ResourceType: 'keypair' }
    expect(found.Result).toMatchObject({
      TagResources: [{ ...row, TagKey: 'env', TagValue: "a b+c*'()!" }],
    })
    const rest = await ask('DescribeTags', { ...target, NextToken: found.Result?.['NextToken'] })
    expect(rest.Result).toEqual({ TagResources: [{ ...row, TagKey: 'team', TagValue: '' }], NextToken: '' })
    const deleted = await ask('DeleteTags', { ...target, TagKeys: ['env', 'team'] })
    expect(detailsOf(deleted)).toEqual([{ ResourceId: keyPair, Error: null }])
    expect((await ask('DescribeTags', target)).Result).toEqual({ TagResources: [], NextToken: '' })
  })

  test('TagResources, ListTagsForResources and UntagResources', async () => {
    const target = { ResourceType: 'instance', ResourceIds: [instance] }
    const tagged = await ask('TagResources', { ...target, Tags: [{ Key: 'env', Value: 'prod' }] })
    expect(tagged.Result).toEqual({ RequestId: tagged.ResponseMetadata['RequestId'] })
    const listed = await ask('ListTagsForResources', target)
    const row = { ResourceId: instance, ResourceType: 'instance', TagKey: 'env', TagValue: 'prod' }
    expect(listed.Result).toEqual({ TagResources: [row], NextToken: '' })
    const untagged = await ask('UntagResources', { ...target, TagKeys: ['env'] })
    expect(untagged.Result).toEqual({ RequestId: untagged.ResponseMetadata['RequestId'] })
    expect((await ask('ListTagsForResources', target)).Result).toMatchObject({ TagResources: [] })
  })

  test('ReplaceSystemVolume puts another system and pair on a stopped instance', async () => {
    const input: Body = { InstanceId: instance, ImageId: UBUNTU, KeyPairName: name, Size: 50 }
    const running = await ask('ReplaceSystemVolume', input)
    expect(running.ResponseMetadata.Error).toMatchObject({ Code: 'InvalidInstanceStatus' })
    await ask('StopInstance', { InstanceId: instance })
    await expect.poll(() => status(ask, instance), { timeout: 10_000 }).toBe('STOPPED')
    expect((await ask('ReplaceSystemVolume', input)).Result).toEqual({})
    await expect.poll(() => status(ask, instance), { timeout: 10_000 }).toBe('RUNNING')
    const shown = await ask('DescribeInstances', { InstanceIds: [instance] })
    expect(listOf(shown, 'Instances')).toMatchObject([{ ImageId: UBUNTU, KeyPairId: keyPair }])
  })
})
