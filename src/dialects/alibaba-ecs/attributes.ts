import { z } from 'zod'

import type { Instance } from '../../core/instances/instance.ts'
import { dataDisks, systemDisk } from './disk-params.ts'

export const DEFAULT_SECURITY_GROUP = 'sg-bp1defaultsecuritygroup'

/**
 * What an instance was given and only answers echo, under the names of the parameters. A seeded instance has the
 * defaults. Source: spec/alibaba.md §2.8, §2.9.
 */
const attributesSchema = z.object({
  SecurityGroupIds: z.array(z.string()).default([DEFAULT_SECURITY_GROUP]),
  VSwitchId: z.string().default(''),
  VpcId: z.string().default(''),
  InternetChargeType: z.string().default('PayByTraffic'),
  InternetMaxBandwidthIn: z.number().default(200),
  InternetMaxBandwidthOut: z.number().default(5),
  DeletionProtection: z.boolean().default(false),
  Recyclable: z.boolean().default(false),
  SpotStrategy: z.string().default('NoSpot'),
  SpotPriceLimit: z.number().default(0),
  CreditSpecification: z.string().default(''),
  HttpEndpoint: z.string().default('enabled'),
  HttpTokens: z.string().default('optional'),
  HttpPutResponseHopLimit: z.number().default(0),
  DeploymentSetId: z.string().default(''),
  DedicatedHostId: z.string().default(''),
  HpcClusterId: z.string().default(''),
  AutoReleaseTime: z.string().default(''),
  RamRoleName: z.string().default(''),
  LoginAsNonRoot: z.boolean().default(false),
  UserData: z.string().default(''),
  SerialNumber: z.string().default(''),
  /** False: made by CreateInstance, which gives none, and AllocatePublicIpAddress has not been called. */
  HasPublicAddress: z.boolean().default(true),
  /** 0: as the type says. */
  CpuCores: z.number().default(0),
  /** 0: as the type says. */
  CpuThreadsPerCore: z.number().default(0),
  CpuTopologyType: z.string().default(''),
  EnableJumboFrame: z.boolean().default(false),
  EnableNetworkEncryption: z.boolean().default(false),
  SystemDisk: systemDisk,
  DataDisk: dataDisks,
  PrivatePoolOptions: z
    .object({ MatchCriteria: z.string().default('None'), Id: z.string().default('') })
    .default({ MatchCriteria: 'None', Id: '' }),
  AutoRenew: z.boolean().default(false),
  /** In units of `PeriodUnit`. */
  AutoRenewPeriod: z.number().default(1),
  PeriodUnit: z.string().default('Month'),
})

export type Attributes = z.output<typeof attributesSchema>

/** The attributes of an instance, complete. */
export function attributesOf({ attributes }: Pick<Instance, 'attributes'>): Attributes {
  return attributesSchema.parse(attributes)
}

/** Attributes to store; those left out are the defaults. */
export function newAttributes(given: Partial<Attributes>): Attributes {
  return attributesSchema.parse(given)
}
