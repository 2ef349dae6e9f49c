import { z } from 'zod'

import { ignored } from '../kit/parameter-uses.ts'
import { boolean, integer, text } from '../kit/params.ts'
import { clientToken, must, oneOf, tags } from '../kit/tencent/param-checks.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal } from '../kit/wire-error.ts'
import type { Blueprint } from './blueprints.catalog.ts'
import type { Bundle } from './bundles.catalog.ts'
import { bundlesIn, findBundle } from './catalog.ts'
import { loginConfiguration } from './login-configuration.ts'
import { blueprintId, BUNDLE_NOT_FOUND, checkBlueprint, checkZones, fits } from './offer-checks.ts'
import { instanceName, outOfRange, period } from './param-types.ts'

/** Parameters of CreateInstances. Source: spec/tencent.md §2.5. */
export const createInstancesParams = {
  BundleId: text(),
  BlueprintId: blueprintId(),
  InstanceChargePrepaid: z.object({
    Period: period(),
    RenewFlag: oneOf(
      'NOTIFY_AND_AUTO_RENEW',
      'NOTIFY_AND_MANUAL_RENEW',
      'DISABLE_NOTIFY_AND_MANUAL_RENEW',
    ).default('NOTIFY_AND_MANUAL_RENEW'),
  }),
  InstanceName: instanceName().optional(),
  InstanceCount: integer()
    .check(must((count) => count >= 1 && count <= 30, outOfRange('InstanceCount'), 'outOfRange'))
    .default(1),
  Zones: z.array(text()).optional(),
  LoginConfiguration: loginConfiguration.optional(),
  ClientToken: clientToken(
    tencentError(
      'InvalidParameterValue.ClientTokenTooLong',
      'Invalid parameter value: ClientToken is longer than 64 ASCII characters.',
    ),
  ),
  DryRun: boolean().default(false),
  Tags: tags(10).optional(),
  AutoVoucher: ignored(),
  FirewallTemplateId: ignored(),
  Containers: ignored(),
  InitCommand: ignored(),
  DomainName: ignored(),
  Subdomain: ignored(),
}

export type CreateInstancesParams = z.output<z.ZodObject<typeof createInstancesParams>>

/** What is to be created, out of the catalog. */
export interface Offer {
  readonly bundle: Bundle
  readonly blueprint: Blueprint
}

/**
 * What the call names, if it can be bought like this. The order of the checks is ours: existence, place, sale, system,
 * size. Codes: spec/tencent.md §2.5, appendix B.
 */
export function checkOffer({ BundleId, BlueprintId, Zones }: CreateInstancesParams, region: string): Offer {
  const bundle = findBundle(BundleId)
  if (!bundle) throw new Refusal(BUNDLE_NOT_FOUND)
  const blueprint = checkBlueprint(BlueprintId)
  checkZones(Zones, region)
  if (!bundlesIn(region).includes(bundle)) throw new Refusal(NOT_OFFERED_HERE)
  if (bundle.isSoldOut) throw new Refusal(SOLD_OUT)
  if (blueprint.os === 'windows' && !bundle.takesWindows) throw new Refusal(WRONG_PLATFORM)
  if (!fits(bundle, blueprint)) throw new Refusal(TOO_SMALL)
  return { bundle, blueprint }
}

const NOT_OFFERED_HERE = tencentError(
  'ResourcesSoldOut.ZonesHasNoBundleConfigs',
  'The bundle is not offered in the zones.',
)
const SOLD_OUT = tencentError('ResourcesSoldOut.BundleSoldOut', 'The bundle is sold out.')
const WRONG_PLATFORM = tencentError(
  'InvalidParameterValue.BundleNotSupportBlueprintPlatform',
  'Invalid parameter value: the bundle does not support the operating system of the blueprint.',
)
const TOO_SMALL = tencentError(
  'InvalidParameterValue.BundleAndBlueprintNotMatch',
  'Invalid parameter value: the memory or the system disk of the bundle is too small for the blueprint.',
)
