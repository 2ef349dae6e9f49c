import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  like,
  malformed,
  missing,
  PASSWORD,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ keyPairs: [{ id: 'kp-one', name: 'one' }] }, { transitionMs: 300 })
})
afterAll(() => world[Symbol.asyncDispose]())

type Params = Readonly<Record<string, string>>

/** What Terraform sends, without its optional parts. */
const BASIC: Params = {
  ZoneId: 'cn-beijing-a',
  ImageId: 'image-ybvelinux20lts00x640',
  InstanceType: 'ecs.g3i.large',
  InstanceName: 'made',
  'NetworkInterfaces.1.SubnetId': 'subnet-2fe79j7c8o5c059gp68ksxr93',
  'NetworkInterfaces.1.SecurityGroupIds.1': 'sg-2feyuknv6kdfk59gp67z8bpzi',
  'Volumes.1.VolumeType': 'ESSD_PL0',
  'Volumes.1.Size': '40',
  'Volumes.1.DeleteWithInstance': 'true',
  KeyPairName: 'one',
}
const WINDOWS_IMAGE = 'image-ownwindowsimage00000'

function without(...names: string[]): Params {
  return Object.fromEntries(Object.entries(BASIC).filter(([name]) => !names.includes(name)))
}

async function run(params: Params): Promise<readonly string[]> {
  const { result } = await world.call('RunInstances', params)
  // A refused call has no result and fails the test that uses the ids.
  return result?.['InstanceIds'] as string[]
}

describe('parsing', () => {
  test('both names of the type and of the host', async () => {
    const [terraform = ''] = await run({ ...BASIC, HostName: 'web-1' })
    const typed = { ...without('InstanceType'), InstanceTypeId: 'ecs.c9x.4xlarge', Hostname: 'web-2' }
    const [sdk = ''] = await run({ ...typed, Count: '0', SecurityEnhancementStrategy: 'Active' })
    expect(await world.show(terraform)).toMatchObject({ Hostname: 'web-1', Cpus: 2, MemorySize: 8192 })
    expect(await world.show(sdk)).toMatchObject({ HostName: 'web-2', Cpus: 16, MemorySize: 32768 })
  })

  test.each([
    ['one name for all', {}, ['made', 'made']],
    ['a suffix', { UniqueSuffix: 'true', SuffixIndex: '9' }, ['made009', 'made010']],
    ['a pattern', { InstanceName: 'web[7,3]x' }, ['web007x', 'web008x']],
    ['a pattern without numbers', { InstanceName: 'web[,]' }, ['web0000', 'web0001']],
    ['an empty pattern', { InstanceName: 'web[]' }, ['web0000', 'web0001']],
    ['a pattern with too few digits', { InstanceName: 'web[99,2]' }, ['web099', 'web100']],
  ])('names several instances by %s', async (_name, params: Params, expected) => {
    const ids = await run({ ...BASIC, ...params, Count: '2', MinCount: '2' })
    const shown = await Promise.all(ids.map((id) => world.show(id)))
    expect(shown.map(({ InstanceName }) => InstanceName)).toEqual(expected)
  })

  test('counts host names like names', async () => {
    const ids = await run({ ...BASIC, HostName: 'web-[8,3]', Count: '2', MinCount: '2' })
    const shown = await Promise.all(ids.map((id) => world.show(id)))
    expect(shown.map(({ HostName }) => HostName)).toEqual(['web-008', 'web-009'])
  })
})

describe('refusals', () => {
  const noCredential = [
    400,
    'MissingParameter.PasswordAndKeyPair',
    'The required parameters Password and KeyPair are not supplied.',
  ]
  const windows = [
    400,
    'InvalidKeyPairForWindows.Unsupported',
    'The OSType of this specified instance is Windows, which does not support key pairs.',
  ]
  const tags = Object.fromEntries(
    Array.from({ length: 21 }, (_, place) => [`Tags.${place}.Key`, `k${place}`]),
  )

  test.each<[string, Params, readonly unknown[]]>([
    ['no zone', without('ZoneId'), missing('ZoneId')],
    ['no image', without('ImageId'), missing('ImageId')],
    ['no type', without('InstanceType'), missing('InstanceTypeId')],
    ['no name', without('InstanceName'), missing('InstanceName')],
    [
      'no interface',
      without('NetworkInterfaces.1.SubnetId', 'NetworkInterfaces.1.SecurityGroupIds.1'),
      missing('NetworkInterfaces'),
    ],
    ['no subnet', without('NetworkInterfaces.1.SubnetId'), missing('SubnetId')],
    [
      'no volume',
      without('Volumes.1.VolumeType', 'Volumes.1.Size', 'Volumes.1.DeleteWithInstance'),
      missing('Volumes'),
    ],
    ['no kind of volume', without('Volumes.1.VolumeType'), missing('VolumeType')],
    ['no credential', without('KeyPairName'), noCredential],
    [
      'a zone of another region',
      { ...BASIC, ZoneId: 'cn-shanghai-a' },
      [404, 'InvalidZone.NotFound', 'The specified zone does not exist.'],
    ],
    [
      'an unknown image',
      { ...BASIC, ImageId: 'ubuntu' },
      [404, 'InvalidImage.NotFound', 'The specified image does not exist.'],
    ],
    [
      'an unknown type',
      { ...BASIC, InstanceType: 'huge' },
      [404, 'InvalidInstanceType.NotFound', 'The specified InstanceType does not exist.'],
    ],
    ['a bad name', { ...BASIC, InstanceName: '1st' }, malformed('InstanceName')],
    ['brackets that are no pattern', { ...BASIC, InstanceName: 'a]]],[' }, malformed('InstanceName')],
    ['two patterns', { ...BASIC, InstanceName: 'a[1,2]b[1,2]' }, malformed('InstanceName')],
    ['a pattern of five digits', { ...BASIC, InstanceName: 'a[1,5]' }, malformed('InstanceName')],
    [
      'a name that is too long with its number',
      { ...BASIC, InstanceName: 'a'.repeat(126), UniqueSuffix: 'true' },
      malformed('InstanceName'),
    ],
    [
      'a host name that is too long with its number',
      { ...BASIC, HostName: 'a'.repeat(61), UniqueSuffix: 'true' },
      malformed('HostName'),
    ],
    [
      'a suffix above 999',
      { ...BASIC, UniqueSuffix: 'true', SuffixIndex: '999', Count: '2' },
      malformed('SuffixIndex'),
    ],
    ['a bad host name', { ...BASIC, HostName: 'a..b' }, malformed('HostName')],
    ['101 instances', { ...BASIC, Count: '101' }, REFUSALS.argument],
    ['more at least than at most', { ...BASIC, Count: '1', MinCount: '2' }, REFUSALS.argument],
    ['a weak password', { ...BASIC, Password: 'weakling1' }, malformed('Password')],
    ['a password with a bad beginning', { ...BASIC, Password: '/S3cret-pw' }, malformed('Password')],
    [
      'a bad charge type',
      { ...BASIC, InstanceChargeType: 'Free' },
      [400, 'InvalidChargeType', 'The specified ChargeType is not valid, is unsupported, or cannot be used.'],
    ],
    ['user data that is no base64', { ...BASIC, UserData: '#!/bin/sh' }, malformed('UserData')],
    ['21 tags', { ...BASIC, ...tags }, tooMany('Tags')],
    [
      'a pair beside the credential of the image',
      { ...BASIC, KeepImageCredential: 'true' },
      REFUSALS.argument,
    ],
    ['a pair for Windows', { ...BASIC, ImageId: WINDOWS_IMAGE }, windows],
    [
      'a long host name for Windows',
      {
        ...without('KeyPairName'),
        ImageId: WINDOWS_IMAGE,
        Password: PASSWORD,
        HostName: 'a-name-too-long-1',
      },
      malformed('HostName'),
    ],
    ['an unknown pair', { ...BASIC, KeyPairName: 'none' }, REFUSALS.keyPair],
    ['an unknown pair, dry', { ...BASIC, KeyPairName: 'none', DryRun: 'true' }, REFUSALS.keyPair],
    ['nothing, dry', { ...BASIC, DryRun: 'true' }, REFUSALS.dryRun],
    ['a bad token', { ClientToken: 'é' }, REFUSALS.clientToken],
  ])('%s', async (_name, params, expected) => {
    const before = await world.call('DescribeInstances', { MaxResults: '100' })
    expect(refusal(await world.call('RunInstances', params))).toEqual(expected)
    const after = await world.call('DescribeInstances', { MaxResults: '100' })
    expect(after.result?.['TotalCount']).toBe(before.result?.['TotalCount'])
  })

  test('a user without a policy', async () => {
    expect(refusal(await world.call('RunInstances', BASIC, ALICE))).toEqual(
      denied('RunInstances', 'instance/*'),
    )
  })
})

describe('behaviour', () => {
  test('with a pair: CREATING, then RUNNING; the pair is in force at once and a password is not', async () => {
    const [id = ''] = await run({ ...BASIC, Password: PASSWORD, 'Tags.1.Key': 'team', ProjectName: 'web' })
    expect(id).toMatch(/^i-[0-9a-z]{20}$/)
    expect(await world.show(id)).toMatchObject({
      Status: 'CREATING',
      KeyPairId: 'kp-one',
      KeyPairName: 'one',
      ProjectName: 'web',
      Tags: [{ Key: 'team', Value: '' }],
    })
    await world.waitFor(id, 'RUNNING')
    expect(await world.access(id)).toEqual({ keys: 1, password: false })
    // The password given beside the pair was never set.
    await world.call('DetachKeyPair', { 'InstanceIds.1': id, KeyPairId: 'kp-one' })
    await world.call('RebootInstance', { InstanceId: id })
    await world.waitFor(id, 'RUNNING')
    expect(await world.access(id)).toEqual({ keys: 0, password: false })
  })

  test('with a password', async () => {
    const [id = ''] = await run({ ...without('KeyPairName'), Password: PASSWORD })
    await world.waitFor(id, 'RUNNING')
    expect(await world.show(id)).toMatchObject({ KeyPairId: '', KeyPairName: '', OsType: 'Linux' })
    expect(await world.access(id)).toEqual({ keys: 0, password: true })
  })

  test('what the reads echo; addresses are the network’s own', async () => {
    const [id = ''] = await run({
      ...BASIC,
      ...{ SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: '0.25', InstallRunCommandAgent: 'true' },
      ...{ SecurityEnhancementStrategy: 'Active', Period: '12', 'CpuOptions.ThreadsPerCore': '1' },
      'NetworkInterfaces.1.PrimaryIpAddress': '192.168.7.7',
      'NetworkInterfaces.2.SubnetId': 'subnet-second',
      'Volumes.2.VolumeType': 'ESSD_PL0',
      'Volumes.2.DeleteWithInstance': 'false',
    })
    const shown = await world.show(id)
    expect(shown).toMatchObject({
      ...{ SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: 0.25 },
      NetworkInterfaces: [
        { Type: 'primary', PrimaryIpAddress: like(/^10\./) },
        { Type: 'secondary', SubnetId: 'subnet-second', PrimaryIpAddress: like(/^10\./) },
      ],
      Volumes: [{ VolumeId: `vol-${id.slice(2)}` }, { VolumeId: `vol-${id.slice(2)}1` }],
    })
    await world.waitFor(id, 'RUNNING')
    const agents = await world.call('DescribeCloudAssistantStatus', { 'InstanceIds.1': id })
    expect(rowsOf(agents, 'Instances')).toMatchObject([{ Status: 'Running' }])
  })

  test('Windows and a subscription, which cannot be deleted', async () => {
    const [id = ''] = await run({
      ...without('KeyPairName'),
      ImageId: WINDOWS_IMAGE,
      Password: PASSWORD,
      InstanceChargeType: 'PrePaid',
      HostName: 'win-1',
    })
    await world.waitFor(id, 'RUNNING')
    expect(await world.show(id)).toMatchObject({
      OsType: 'Windows',
      InstanceChargeType: 'PrePaid',
      ExpiredAt: like(/\+08:00$/),
    })
    const refused = {
      Code: 'InvalidChargeType',
      Message: 'The specified ChargeType is not valid, is unsupported, or cannot be used.',
    }
    expect(refusal(await world.call('DeleteInstance', { InstanceId: id }))).toEqual([
      400,
      refused.Code,
      refused.Message,
    ])
    const { result } = await world.call('DeleteInstances', { 'InstanceIds.1': id })
    expect(result).toEqual({ OperationDetails: [{ InstanceId: id, Error: refused }] })
  })
})
