import { z } from 'zod'

import { boolean, integer, states, text } from '../kit/params.ts'
import { ignored, joining } from '../kit/parameter-uses.ts'
import { malformed, missing } from './errors.ts'
import { operationErrors } from './faults.ts'
import {
  clientToken,
  countedHostName,
  countedInstanceName,
  description,
  given,
  list,
  newTags,
  optionalText,
  password,
  project,
  userData,
} from './wire-types.ts'

const HIGHEST_COUNT = 100

function count() {
  return given(integer().pipe(z.int().min(0).max(HIGHEST_COUNT)).default(1))
}

function flag() {
  return given(boolean().default(false))
}

/** Addresses are given by the driver's network. */
const networkInterface = z.object({
  SubnetId: optionalText(),
  SecurityGroupIds: list(),
  PrimaryIpAddress: ignored(),
  PrivateIpAddresses: ignored(),
  Ipv6AddressCount: ignored(),
})

/** Size in GiB. */
const volume = z.object({
  VolumeType: optionalText(),
  Size: given(integer().pipe(z.int().min(1)).optional()),
  DeleteWithInstance: given(boolean().default(true)),
  SnapshotId: ignored(),
})

/** Known to the cloud and of no use to a simulated machine. Source: spec/volcengine.md §2.8, §4.3. */
const WITHOUT_EFFECT = {
  ...{ Period: ignored(), PeriodUnit: ignored(), AutoRenew: ignored(), AutoRenewPeriod: ignored() },
  ...{ SecurityEnhancementStrategy: ignored(), AffinityGroupSize: ignored(), CpuMaxFrequency: ignored() },
  ...{ CpuOptions: ignored(), CreditSpecification: ignored(), DeploymentSetId: ignored() },
  ...{ DeploymentSetGroupNumber: ignored(), EipAddress: ignored(), HpcClusterId: ignored() },
  ...{ ImageReleaseVersion: ignored(), NetworkOptions: ignored(), Placement: ignored() },
  EnablePrimaryInterfaceHighBandwidthType: ignored(),
}

/**
 * What the first boot needs and what the reads show. Refused in this order.
 * Source: spec/volcengine.md §2.8.
 */
export const runParams = joining(
  { reads: ['InstanceType', 'Hostname'], makes: [] },
  joinNames,
  z.object({
    ClientToken: clientToken(),
    ZoneId: given(text()),
    ImageId: given(text()),
    InstanceTypeId: given(text()),
    InstanceType: optionalText(),
    InstanceName: given(countedInstanceName()),
    NetworkInterfaces: given(
      z
        .array(networkInterface)
        .min(1)
        .refine(
          ([first]) => first?.SubnetId !== undefined,
          states({ kind: 'missing', refusal: missing('SubnetId') }),
        ),
    ),
    Volumes: given(
      z
        .array(volume)
        .min(1)
        .refine(
          ([first]) => first?.VolumeType !== undefined,
          states({ kind: 'missing', refusal: missing('VolumeType') }),
        ),
    ),
    Description: description().default(''),
    HostName: given(countedHostName().optional()),
    Hostname: optionalText(),
    UniqueSuffix: flag(),
    SuffixIndex: given(integer().pipe(z.int().min(1).max(999)).default(1)),
    Count: count().transform((wanted) => Math.max(1, wanted)),
    MinCount: count(),
    KeyPairName: optionalText(),
    Password: given(password().optional()),
    KeepImageCredential: flag(),
    InstanceChargeType: given(chargeType()),
    SpotStrategy: given(
      text()
        .refine(
          (strategy) => ['NoSpot', 'SpotAsPriceGo', 'SpotWithPriceLimit'].includes(strategy),
          states({ kind: 'malformed', refusal: malformed('SpotStrategy') }),
        )
        .default('NoSpot'),
    ),
    SpotPriceLimit: given(price()),
    UserData: userData().default(''),
    InstallRunCommandAgent: flag(),
    HttpTokens: given(text().default('optional')),
    DeletionProtection: flag(),
    ProjectName: project(),
    Tags: newTags(),
    DryRun: flag(),
    ...WITHOUT_EFFECT,
  }),
)

export type RunParams = z.output<typeof runParams>

function chargeType() {
  return text()
    .refine(
      (type) => type === 'PostPaid' || type === 'PrePaid',
      states({ kind: 'malformed', refusal: operationErrors.chargeType }),
    )
    .default('PostPaid')
}

/** An amount of money, also as text. */
function price() {
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,9}(?:\.\d{1,9})?$/.test(value) ? Number(value) : value),
    z.number().min(0).default(0),
  )
}

/** Typed clients say InstanceTypeId and Hostname, Terraform InstanceType and HostName. Source: §2.8. */
function joinNames(given: Readonly<Record<string, unknown>>) {
  return {
    ...given,
    InstanceTypeId: given['InstanceTypeId'] || given['InstanceType'],
    HostName: given['HostName'] || given['Hostname'],
  }
}
