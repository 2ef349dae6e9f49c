import { z } from 'zod'

import { ignored } from '../kit/parameter-uses.ts'
import { boolean, integer, states, text } from '../kit/params.ts'
import type { WireError } from '../kit/wire-error.ts'
import { dataDisks, systemDisk } from './disk-params.ts'
import { missingParameter } from './errors.ts'
import { doesNotExist, malformed } from './faults.ts'
import {
  clientToken,
  decimal,
  description,
  hostName,
  instanceName,
  matching,
  newTags,
  password,
  plainHostName,
  plainInstanceName,
  resourceGroupId,
  securityGroupId,
  userData,
} from './wire-types.ts'

// Unverified: text; the spec has the code only (§2.8).
const AMOUNT: WireError = {
  status: 403,
  code: 'InvalidParam.Amount',
  message: 'The specified parameter Amount is not valid.',
}

function amount() {
  return integer().refine(
    (count) => count >= 1 && count <= 100,
    states({ kind: 'outOfRange', refusal: AMOUNT }),
  )
}

function vSwitchId() {
  return matching(/^vsw-[0-9A-Za-z*]{1,62}$/, doesNotExist('VSwitchId'))
}

function bandwidth() {
  return integer().refine((mbits) => mbits >= 0 && mbits <= 100, states({ kind: 'outOfRange' }))
}

const cpuOptions = z
  .object({
    Core: integer().optional(),
    ThreadsPerCore: integer().optional(),
    TopologyType: text().default(''),
    Numa: ignored(),
    NestedVirtualization: ignored(),
  })
  .default({ TopologyType: '' })

const networkInterface = z.object({
  VSwitchId: vSwitchId().optional(),
  SecurityGroupId: securityGroupId().optional(),
  SecurityGroupIds: z.array(securityGroupId()).default([]),
  DeleteOnRelease: ignored(),
  Description: ignored(),
  InstanceType: ignored(),
  Ipv6Address: ignored(),
  Ipv6AddressCount: ignored(),
  NetworkCardIndex: ignored(),
  NetworkInterfaceId: ignored(),
  NetworkInterfaceName: ignored(),
  NetworkInterfaceTrafficMode: ignored(),
  PrimaryIpAddress: ignored(),
  QueueNumber: ignored(),
  QueuePairNumber: ignored(),
  RxQueueSize: ignored(),
  SecondaryPrivateIpAddressCount: ignored(),
  SourceDestCheck: ignored(),
  TxQueueSize: ignored(),
})

/**
 * What RunInstances and CreateInstance have in common: what the first boot needs, and what answers echo.
 * Source: spec/alibaba.md §2.8.
 */
const creation = {
  RegionId: text(),
  ImageId: text().optional(),
  ImageFamily: text().optional(),
  InstanceType: text(),
  SecurityGroupId: securityGroupId().optional(),
  VSwitchId: vSwitchId().optional(),
  ZoneId: text().optional(),
  KeyPairName: text().optional(),
  Password: password().optional(),
  PasswordInherit: boolean().default(false),
  Description: description().default(''),
  UserData: userData().default(''),
  ClientToken: clientToken().optional(),
  DryRun: boolean().default(false),
  InstanceChargeType: z.enum(['PostPaid', 'PrePaid']).default('PostPaid'),
  InternetChargeType: z.enum(['PayByTraffic', 'PayByBandwidth']).default('PayByTraffic'),
  InternetMaxBandwidthOut: bandwidth().default(0),
  InternetMaxBandwidthIn: integer().default(200),
  IoOptimized: z.enum(['none', 'optimized']).default('optimized'),
  Tag: newTags(),
  ResourceGroupId: resourceGroupId().default(''),
  RamRoleName: text().default(''),
  DeletionProtection: boolean().default(false),
  SpotStrategy: z.enum(['NoSpot', 'SpotWithPriceLimit', 'SpotAsPriceGo']).default('NoSpot'),
  CreditSpecification: text().default(''),
  HttpEndpoint: z.enum(['enabled', 'disabled']).default('enabled'),
  HttpTokens: z.enum(['optional', 'required']).default('optional'),
  DeploymentSetId: text().default(''),
  DedicatedHostId: text().default(''),
  HpcClusterId: text().default(''),
  SystemDisk: systemDisk,
  DataDisk: dataDisks,
  PrivatePoolOptions: z
    .object({ MatchCriteria: z.enum(['Open', 'Target', 'None']).default('None'), Id: text().default('') })
    .default({ MatchCriteria: 'None', Id: '' }),
  AutoRenew: boolean().default(false),
  AutoRenewPeriod: integer().default(1),
  PeriodUnit: z.enum(['Week', 'Month', 'Year']).default('Month'),
  HttpPutResponseHopLimit: integer()
    .refine((hops) => hops >= 1 && hops <= 64, states({ kind: 'outOfRange' }))
    .default(0),
  SpotPriceLimit: decimal().default(0),
  // The driver's network gives addresses; there are no hosts, sets, prices or guests' agents to choose.
  Affinity: ignored(),
  Arn: ignored(),
  DeploymentSetGroupNo: ignored(),
  HibernationOptions: ignored(),
  ManagedHostId: ignored(),
  Period: ignored(),
  PrivateIpAddress: ignored(),
  SecurityEnhancementStrategy: ignored(),
  SpotDuration: ignored(),
  SpotInterruptionBehavior: ignored(),
  StorageSetId: ignored(),
  StorageSetPartitionNumber: ignored(),
  Tenancy: ignored(),
}

/** Of one of several instances. Source: spec/alibaba.md §2.8. */
export const runParams = z
  .object({
    ...creation,
    SecurityGroupIds: z.array(securityGroupId()).default([]),
    NetworkInterface: z.array(networkInterface).default([]),
    Amount: amount().default(1),
    MinAmount: amount().default(1),
    InstanceName: instanceName().optional(),
    HostName: hostName().optional(),
    HostNames: z.array(hostName()).default([]),
    UniqueSuffix: boolean().default(false),
    ImageOptions: z.object({ LoginAsNonRoot: boolean().default(false) }).default({ LoginAsNonRoot: false }),
    AutoReleaseTime: text().default(''),
    CpuOptions: cpuOptions,
    NetworkOptions: z
      .object({
        EnableJumboFrame: boolean().default(false),
        EnableNetworkEncryption: boolean().default(false),
        BandwidthWeighting: ignored(),
      })
      .default({ EnableJumboFrame: false, EnableNetworkEncryption: false }),
    AutoPay: ignored(),
    ClockOptions: ignored(),
    Ipv6Address: ignored(),
    Ipv6AddressCount: ignored(),
    Isp: ignored(),
    // Nobody keeps templates here, so nothing comes from one.
    LaunchTemplateId: ignored(),
    LaunchTemplateName: ignored(),
    LaunchTemplateVersion: ignored(),
    NetworkInterfaceQueueNumber: ignored(),
    PrivateDnsNameOptions: ignored(),
    SchedulerOptions: ignored(),
    SecurityOptions: ignored(),
  })
  // Asked even when other parameters are wrong: what is missing is complained about first.
  .refine(hasImage, requires('ImageId'))
  .refine((params) => securityGroupsOf(params).length > 0, requires('SecurityGroupId'))
  .refine(({ Amount, MinAmount }) => MinAmount <= Amount, states({ kind: 'outOfRange', refusal: AMOUNT }))
  .refine(
    ({ HostName, HostNames }) => HostName === undefined || HostNames.length === 0,
    states({ kind: 'malformed', refusal: malformed('HostName') }),
  )
  .refine(hasOnePassword, states({ kind: 'malformed', refusal: malformed('Password') }))

/** CreateInstance makes one, with one security group and one switch. Source: spec/alibaba.md §2.8. */
export const createParams = z
  .object({
    ...creation,
    InstanceName: plainInstanceName().optional(),
    HostName: plainHostName().optional(),
    ClusterId: ignored(),
    InnerIpAddress: ignored(),
    NodeControllerId: ignored(),
    UseAdditionalService: ignored(),
    VlanId: ignored(),
  })
  .refine(hasImage, requires('ImageId'))
  .refine((params) => params.SecurityGroupId !== undefined, requires('SecurityGroupId'))
  .refine(hasOnePassword, states({ kind: 'malformed', refusal: malformed('Password') }))

export type CreateParams = z.output<typeof createParams>

function hasImage({
  ImageId,
  ImageFamily,
}: {
  ImageId?: string | undefined
  ImageFamily?: string | undefined
}) {
  return ImageId !== undefined || ImageFamily !== undefined
}

/** The image's own password, or one that is given. */
function hasOnePassword(params: { Password?: string | undefined; PasswordInherit?: boolean }): boolean {
  return !params.PasswordInherit || params.Password === undefined
}

function requires(name: string) {
  return { ...states({ kind: 'missing', refusal: missingParameter(name) }), when: () => true }
}

interface GroupHolder {
  readonly SecurityGroupId?: string | undefined
  readonly SecurityGroupIds?: readonly string[]
}

/** The security groups, wherever they are given. Source: spec/alibaba.md §2.8. */
export function securityGroupsOf(
  params: GroupHolder & { readonly NetworkInterface?: readonly GroupHolder[] },
): string[] {
  const ids = [params, ...(params.NetworkInterface ?? [])].flatMap(
    ({ SecurityGroupId, SecurityGroupIds }) => [
      ...(SecurityGroupId === undefined ? [] : [SecurityGroupId]),
      ...(SecurityGroupIds ?? []),
    ],
  )
  return [...new Set(ids)]
}

export type RunParams = z.output<typeof runParams>
