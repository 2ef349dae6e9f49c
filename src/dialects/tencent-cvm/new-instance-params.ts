import { z } from 'zod'

import { boolean, integer, text } from '../kit/params.ts'
import { clientToken, ignored, must, oneOf } from '../kit/tencent/param-checks.ts'
import { undeliveredPassword } from '../kit/tencent/passwords.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { keyIds, projectId, tagSpecification } from './param-types.ts'

const IMAGE_ID = /^img-[0-9a-z]{8}$/

const loginSettings = z.object({
  Password: text().optional(),
  KeyIds: keyIds().optional(),
  KeepImageLogin: boolean().default(false),
})

export type LoginSettings = z.output<typeof loginSettings>

/** Parameters of RunInstances. Source: spec/tencent.md §2.4. */
export const runInstancesParams = z.strictObject({
  Placement: z.object({ Zone: text(), ProjectId: projectId().default(0) }),
  ImageId: text().check(
    must(
      (id) => IMAGE_ID.test(id),
      (id) => tencentError('InvalidImageId.Malformed', `The image ID \`${id}\` is malformed.`),
    ),
  ),
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
    .object({ DiskType: text().default('CLOUD_PREMIUM'), DiskSize: integer().default(50) })
    .optional(),
  DataDisks: z.array(z.object({ DiskType: text().optional(), DiskSize: integer().default(0) })).optional(),
  VirtualPrivateCloud: z
    .object({ VpcId: text(), SubnetId: text(), AsVpcGateway: boolean().default(false) })
    .optional(),
  InternetAccessible: z
    .object({
      InternetChargeType: text().default('TRAFFIC_POSTPAID_BY_HOUR'),
      InternetMaxBandwidthOut: integer().default(0),
      PublicIpAssigned: boolean().default(false),
    })
    .optional(),
  SecurityGroupIds: z.array(text()).optional(),
  InstanceCount: integer().check(inRange('InstanceCount')).default(1),
  MinCount: integer().check(inRange('MinCount')).optional(),
  InstanceName: text()
    .check(
      must(
        (name) => Buffer.byteLength(name) <= 128,
        tencentError('InvalidInstanceName.TooLong', 'The instance name is longer than 128 bytes.'),
      ),
    )
    .optional(),
  HostName: text().optional(),
  LoginSettings: loginSettings.optional(),
  TagSpecification: tagSpecification('instance'),
  ClientToken: clientToken(
    tencentError('InvalidClientToken.TooLong', 'ClientToken is longer than 64 ASCII characters.'),
  ),
  DryRun: boolean().default(false),
  UserData: text().optional(),
  CamRoleName: text().optional(),
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
