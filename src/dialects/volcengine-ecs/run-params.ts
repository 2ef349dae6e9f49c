import { z } from 'zod'

import { boolean, integer, states, text } from '../kit/params.ts'
import { malformed, missing } from './errors.ts'
import { operationErrors } from './faults.ts'
import {
  clientToken,
  description,
  given,
  hostName,
  instanceName,
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

/** The rest of what RunInstances says about interfaces and volumes is of no use to a simulated machine. */
const networkInterface = z.object({ SubnetId: optionalText(), SecurityGroupIds: list() })
const volume = z.object({ VolumeType: optionalText(), Size: given(integer().optional()) })

/**
 * What the first boot needs and what DescribeInstances shows; everything else is ignored. Refused in this order.
 * Source: spec/volcengine.md §2.8.
 */
export const runParams = z.preprocess(
  joinNames,
  z.object({
    ClientToken: clientToken(),
    ZoneId: given(text()),
    ImageId: given(text()),
    InstanceTypeId: given(text()),
    InstanceName: given(instanceName()),
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
    HostName: given(hostName('HostName').optional()),
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
    UserData: userData().default(''),
    HttpTokens: given(text().default('optional')),
    DeletionProtection: flag(),
    ProjectName: project(),
    Tags: newTags(),
    DryRun: flag(),
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

/** Typed clients say InstanceTypeId and Hostname, Terraform InstanceType and HostName. Source: §2.8. */
function joinNames(input: unknown): unknown {
  // The wire layer hands over an object.
  const given = input as Readonly<Record<string, unknown>>
  return {
    ...given,
    InstanceTypeId: given['InstanceTypeId'] || given['InstanceType'],
    HostName: given['HostName'] || given['Hostname'],
  }
}
