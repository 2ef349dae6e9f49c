/** What the tests of isolation know of each cloud. Every account has things of these ids and names. */
export interface Cloud {
  readonly dialect: string
  readonly region: string
  readonly instanceIds: readonly string[]
  readonly keyPairIds: readonly string[]
  /** How a policy names an instance of an account. */
  readonly instanceName: (account: string, id: string) => string
  /** How a role is named to the cloud's STS. */
  readonly roleName: (account: string) => string
  /** Parameters that calls need and that name nothing of an account. */
  readonly common: Readonly<Record<string, unknown>>
}

export const ROLE = 'operator'
export const PAIR_NAMES = ['web', 'db', 'jump'] as const

const TENCENT = {
  region: 'ap-guangzhou',
  roleName: (account: string) => `qcs::cam::uin/${account}:roleName/${ROLE}`,
}

export const CLOUDS: readonly Cloud[] = [
  {
    ...TENCENT,
    dialect: 'tencent-cvm',
    instanceIds: ['ins-aaaaaaa1', 'ins-aaaaaaa2', 'ins-aaaaaaa3'],
    keyPairIds: ['skey-aaaaaaa1', 'skey-aaaaaaa2', 'skey-aaaaaaa3'],
    instanceName: (account, id) => `qcs::cvm:ap-guangzhou:uin/${account}:instance/${id}`,
    common: {
      ...{ Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89', InstanceType: 'S5.MEDIUM4' },
      ...{ KeyName: 'fresh', ProjectId: 0, Attributes: ['UserData'], Product: 'cvm', VpcId: 'vpc-aaaaaaaa' },
      ...{ ServiceType: 'cvm', ResourcePrefix: 'instance', ResourceRegion: 'ap-guangzhou' },
      ...{ SecurityGroupId: 'sg-aaaaaaaa', SecurityGroupIds: ['sg-aaaaaaaa'] },
    },
  },
  {
    ...TENCENT,
    dialect: 'tencent-lighthouse',
    instanceIds: ['lhins-aaaaaaa1', 'lhins-aaaaaaa2', 'lhins-aaaaaaa3'],
    keyPairIds: ['lhkp-aaaaaaa1', 'lhkp-aaaaaaa2', 'lhkp-aaaaaaa3'],
    instanceName: (account, id) => `qcs::lighthouse:ap-guangzhou:uin/${account}:instance/${id}`,
    common: {
      ...{ BundleId: 'bundle_gen_03', BlueprintId: 'lhbp-f1lkcd41', KeyName: 'fresh', PermitLogin: 'YES' },
      ...{ InstanceChargePrepaid: { Period: 1 }, ResourceNames: ['GENERAL_BUNDLE_INSTANCE'] },
    },
  },
  {
    dialect: 'volcengine-ecs',
    region: 'cn-beijing',
    instanceIds: ['i-aaaaaaa1', 'i-aaaaaaa2', 'i-aaaaaaa3'],
    keyPairIds: ['kp-aaaaaaa1', 'kp-aaaaaaa2', 'kp-aaaaaaa3'],
    instanceName: (account, id) => `trn:ecs:cn-beijing:${account}:instance/${id}`,
    roleName: (account) => `trn:iam::${account}:role/${ROLE}`,
    common: {
      ...{ DestinationResource: 'InstanceType', ResourceType: 'instance', ProjectName: 'default' },
      ...{ TargetProjectName: 'default', ImageId: 'image-aagd56zrw2jtdro3bnrl', ZoneId: 'cn-beijing-a' },
      ...{ InstanceTypeId: 'ecs.g1.large', InstanceName: 'fresh', Count: 1 },
      NetworkInterfaces: [{ SubnetId: 'subnet-aaaaaaaa', SecurityGroupIds: ['sg-aaaaaaaa'] }],
      Volumes: [{ VolumeType: 'ESSD_PL0', Size: '40' }],
    },
  },
  {
    dialect: 'alibaba-ecs',
    region: 'cn-hangzhou',
    instanceIds: ['i-aaaaaaa1', 'i-aaaaaaa2', 'i-aaaaaaa3'],
    keyPairIds: ['ssh-aaaaaaa1', 'ssh-aaaaaaa2', 'ssh-aaaaaaa3'],
    instanceName: (account, id) => `acs:ecs:cn-hangzhou:${account}:instance/${id}`,
    roleName: (account) => `acs:ram::${account}:role/${ROLE}`,
    common: {
      ...{ RegionId: 'cn-hangzhou', InstanceType: 'ecs.g6.large', DestinationResource: 'InstanceType' },
      ...{ SecurityGroupId: 'sg-aaaaaaaa', VSwitchId: 'vsw-aaaaaaaa', ResourceGroupId: 'rg-aaaaaaaa' },
      ...{ ImageId: 'aliyun_3_x64_20G_alibase_20240819.vhd', ResourceType: 'instance', ServiceCode: 'ecs' },
      ...{ Id: 'cn-hangzhou', AttributeName: 'instanceType', ConfirmStop: true },
    },
  },
]
