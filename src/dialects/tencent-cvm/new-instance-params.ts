import { z } from 'zod'

import { ignored } from '../kit/parameter-uses.ts'
import { boolean, integer, text } from '../kit/params.ts'
import { clientToken, must, oneOf } from '../kit/tencent/param-checks.ts'
import { undeliveredPassword } from '../kit/tencent/passwords.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { MOST_DISKS } from './disk-ids.ts'
import {
  camRoleName,
  imageId,
  type LoginSettings,
  loginSettings,
  networkId,
  newInstanceName,
  userData,
} from './instance-param-types.ts'
import { projectId } from './param-types.ts'
import { tagSpecification } from './tag-specification.ts'

/** GiB, or Mbit/s. */
function size() {
  return integer().pipe(z.int().min(0))
}

const dataDisk = z.object({
  ...{ DiskType: text().optional(), DiskSize: size().default(0), DiskName: text().optional() },
  ...{
    DeleteWithInstance: boolean().optional(),
    Encrypt: boolean().optional(),
    SnapshotId: text().optional(),
  },
  ...{ DiskId: ignored(), CdcId: ignored(), KmsKeyId: ignored() },
  ...{ ThroughputPerformance: ignored(), BurstPerformance: ignored() },
})

/** Parameters of RunInstances. Source: spec/tencent.md §2.4. */
export const runInstancesParams = z.strictObject({
  Placement: z.object({
    ...{ Zone: text(), ProjectId: projectId().default(0) },
    ...{ HostId: ignored(), HostIds: ignored(), RackId: ignored() },
    ...{ DedicatedResourcePackTenancy: ignored(), DedicatedResourcePackIds: ignored() },
  }),
  ImageId: imageId(),
  InstanceType: text().default('S5.MEDIUM2'),
  InstanceChargeType: oneOf('PREPAID', 'POSTPAID_BY_HOUR', 'CDHPAID', 'SPOTPAID', 'CDCPAID').default(
    'POSTPAID_BY_HOUR',
  ),
  InstanceChargePrepaid: z
    .object({
      Period: integer(),
      RenewFlag: oneOf(
        'NOTIFY_AND_AUTO_RENEW',
        'NOTIFY_AND_MANUAL_RENEW',
        'DISABLE_NOTIFY_AND_MANUAL_RENEW',
      ).default('NOTIFY_AND_MANUAL_RENEW'),
    })
    .optional(),
  SystemDisk: z
    .object({
      ...{ DiskType: text().default('CLOUD_PREMIUM'), DiskSize: size().default(50) },
      ...{ DiskName: text().optional(), Encrypt: boolean().optional() },
      ...{ DiskId: ignored(), CdcId: ignored(), KmsKeyId: ignored() },
    })
    .optional(),
  DataDisks: z
    .array(dataDisk)
    .max(MOST_DISKS - 1)
    .optional(),
  VirtualPrivateCloud: z
    .object({
      ...{
        VpcId: networkId('vpc', 'Vpc'),
        SubnetId: networkId('subnet', 'Subnet'),
        AsVpcGateway: boolean().default(false),
      },
      ...{ PrivateIpAddresses: ignored(), Ipv6AddressCount: ignored() },
    })
    .optional(),
  InternetAccessible: z
    .object({
      InternetChargeType: text().default('TRAFFIC_POSTPAID_BY_HOUR'),
      InternetMaxBandwidthOut: size().default(0),
      PublicIpAssigned: boolean().default(false),
      BandwidthPackageId: text().optional(),
      ...{ InternetServiceProvider: ignored(), AntiDDoSPackageId: ignored() },
      ...{ IPv4AddressType: ignored(), IPv6AddressType: ignored() },
    })
    .optional(),
  SecurityGroupIds: z.array(text()).optional(),
  InstanceCount: integer().check(inRange('InstanceCount')).default(1),
  MinCount: integer().check(inRange('MinCount')).optional(),
  InstanceName: newInstanceName().optional(),
  HostName: text().optional(),
  LoginSettings: loginSettings.optional(),
  TagSpecification: tagSpecification('instance'),
  ClientToken: clientToken(
    tencentError('InvalidClientToken.TooLong', 'ClientToken is longer than 64 ASCII characters.'),
  ),
  DryRun: boolean().default(false),
  UserData: userData().optional(),
  CamRoleName: camRoleName().optional(),
  HpcClusterId: text().optional(),
  DedicatedClusterId: text().optional(),
  DisasterRecoverGroupIds: z.array(text()).optional(),
  DisableApiTermination: boolean().default(false),
  ...nothingHere(),
})

export type RunInstancesParams = z.output<typeof runInstancesParams>

/** Parameters that are taken and have no effect on a simulated machine. */
function nothingHere() {
  return {
    EnhancedService: ignored(),
    ActionTimer: ignored(),
    InstanceMarketOptions: ignored(),
    LaunchTemplate: ignored(),
    ChcIds: ignored(),
    CpuTopology: ignored(),
    Metadata: ignored(),
    PartitionNumber: ignored(),
    EnableJumboFrame: ignored(),
    NetworkInterfaces: ignored(),
  }
}

function inRange(name: string) {
  const refusal = tencentError('InvalidParameterValue.Range', `\`${name}\` must be from 1 to 500.`)
  return must((count: number) => count >= 1 && count <= 500, refusal, 'outOfRange')
}

/**
 * The password of a new instance. With nothing given the real service sends a random one by message: here it is
 * made and forgotten, so nobody logs in by password until one is set. Source: spec/tencent.md §2.4 RunInstances.
 */
export function passwordOf(login: LoginSettings | undefined): string | undefined {
  if (login?.Password !== undefined) return login.Password
  return login?.KeyIds || login?.KeepImageLogin ? undefined : undeliveredPassword()
}
