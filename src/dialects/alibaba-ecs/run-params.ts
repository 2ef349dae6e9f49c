import { z } from 'zod'

import { boolean, integer, states, text } from '../kit/params.ts'
import type { WireError } from '../kit/wire-error.ts'
import { missingParameter } from './errors.ts'
import { doesNotExist, malformed } from './faults.ts'
import {
  clientToken,
  description,
  hostName,
  instanceName,
  matching,
  newTags,
  password,
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

const networkInterface = z.object({
  VSwitchId: vSwitchId().optional(),
  SecurityGroupId: securityGroupId().optional(),
  SecurityGroupIds: z.array(securityGroupId()).default([]),
})

/** What the first boot needs, and what DescribeInstances echoes; the rest is ignored. Source: spec §2.8. */
export const runParams = z
  .object({
    RegionId: text(),
    ImageId: text().optional(),
    ImageFamily: text().optional(),
    InstanceType: text(),
    SecurityGroupId: securityGroupId().optional(),
    SecurityGroupIds: z.array(securityGroupId()).default([]),
    NetworkInterface: z.array(networkInterface).default([]),
    VSwitchId: vSwitchId().optional(),
    ZoneId: text().optional(),
    KeyPairName: text().optional(),
    Password: password().optional(),
    PasswordInherit: boolean().default(false),
    Amount: amount().default(1),
    MinAmount: amount().default(1),
    InstanceName: instanceName().optional(),
    HostName: hostName().optional(),
    HostNames: z.array(hostName()).default([]),
    UniqueSuffix: boolean().default(false),
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
    AutoReleaseTime: text().default(''),
    ImageOptions: z.object({ LoginAsNonRoot: boolean().default(false) }).default({ LoginAsNonRoot: false }),
  })
  // Asked even when other parameters are wrong: what is missing is complained about first.
  .refine(
    ({ ImageId, ImageFamily }) => ImageId !== undefined || ImageFamily !== undefined,
    requires('ImageId'),
  )
  .refine((params) => securityGroupsOf(params).length > 0, requires('SecurityGroupId'))
  .refine(({ Amount, MinAmount }) => MinAmount <= Amount, states({ kind: 'outOfRange', refusal: AMOUNT }))
  .refine(
    ({ HostName, HostNames }) => HostName === undefined || HostNames.length === 0,
    states({ kind: 'malformed', refusal: malformed('HostName') }),
  )
  .refine(
    ({ Password, PasswordInherit }) => !PasswordInherit || Password === undefined,
    states({ kind: 'malformed', refusal: malformed('Password') }),
  )

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
