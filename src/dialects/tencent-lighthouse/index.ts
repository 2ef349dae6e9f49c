import type { Action } from '../kit/action.ts'
import type { Dialect, World } from '../kit/dialect.ts'
import { readCamPolicy } from '../kit/policies/cam.ts'
import { LIGHTHOUSE_ACTIONS } from '../kit/policies/lighthouse-actions.catalog.ts'
import { MFA_ACTIONS } from '../kit/policies/tencent-mfa.catalog.ts'
import { heldActionOf, SEEDED_KEY_TYPES } from '../kit/tencent/seeding.ts'
import { idsOf, tencentDialect } from '../kit/tencent/tencent-dialect.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { AssociateInstancesKeyPairs } from './actions/AssociateInstancesKeyPairs.ts'
import { CreateInstances } from './actions/CreateInstances.ts'
import { CreateKeyPair } from './actions/CreateKeyPair.ts'
import { DeleteKeyPairs } from './actions/DeleteKeyPairs.ts'
import { DescribeBlueprintInstances } from './actions/DescribeBlueprintInstances.ts'
import { DescribeBlueprints } from './actions/DescribeBlueprints.ts'
import { DescribeBundles } from './actions/DescribeBundles.ts'
import { DescribeGeneralResourceQuotas } from './actions/DescribeGeneralResourceQuotas.ts'
import { DescribeInstanceLoginKeyPairAttribute } from './actions/DescribeInstanceLoginKeyPairAttribute.ts'
import { DescribeInstances } from './actions/DescribeInstances.ts'
import { DescribeInstancesDeniedActions } from './actions/DescribeInstancesDeniedActions.ts'
import { DescribeKeyPairs } from './actions/DescribeKeyPairs.ts'
import { DescribeRegions } from './actions/DescribeRegions.ts'
import { DescribeZones } from './actions/DescribeZones.ts'
import { DisassociateInstancesKeyPairs } from './actions/DisassociateInstancesKeyPairs.ts'
import { ImportKeyPair } from './actions/ImportKeyPair.ts'
import { IsolateInstances } from './actions/IsolateInstances.ts'
import { ModifyInstancesAttribute } from './actions/ModifyInstancesAttribute.ts'
import { ModifyInstancesLoginKeyPairAttribute } from './actions/ModifyInstancesLoginKeyPairAttribute.ts'
import { RebootInstances } from './actions/RebootInstances.ts'
import { ResetInstance } from './actions/ResetInstance.ts'
import { ResetInstancesPassword } from './actions/ResetInstancesPassword.ts'
import { StartInstances } from './actions/StartInstances.ts'
import { StopInstances } from './actions/StopInstances.ts'
import { TerminateInstances } from './actions/TerminateInstances.ts'
import { newAttributes } from './attributes.ts'
import { bundleOf, catalog } from './catalog.ts'
import { checkBlueprint } from './offer-checks.ts'
import { faults } from './faults.ts'
import { outOfRange, tooMany } from './param-types.ts'
import { ownRules } from './own-rules.ts'
import { rates } from './rates.ts'
import { INSTANCE_ID, KEY_PAIR_ID, keyPairRules } from './rules.ts'

const actions: readonly Action[] = [
  AssociateInstancesKeyPairs,
  CreateInstances,
  CreateKeyPair,
  DeleteKeyPairs,
  DescribeBlueprintInstances,
  DescribeBlueprints,
  DescribeBundles,
  DescribeGeneralResourceQuotas,
  DescribeInstanceLoginKeyPairAttribute,
  DescribeInstances,
  DescribeInstancesDeniedActions,
  DescribeKeyPairs,
  DescribeRegions,
  DescribeZones,
  DisassociateInstancesKeyPairs,
  ImportKeyPair,
  IsolateInstances,
  ModifyInstancesAttribute,
  ModifyInstancesLoginKeyPairAttribute,
  RebootInstances,
  ResetInstance,
  ResetInstancesPassword,
  StartInstances,
  StopInstances,
  TerminateInstances,
]

/** Bundle and blueprints of seeded instances. */
const SEEDED_BUNDLE = 'bundle_gen_03'
const SEEDED_BLUEPRINTS = { linux: 'lhbp-f1lkcd41', windows: 'lhbp-m1g6ap11' }

/** Tencent Lighthouse, version 2020-03-24. Source: spec/tencent.md. */
export function createTencentLighthouse(world: World): Dialect {
  const ids = idsOf(world)
  return tencentDialect(world, {
    id: 'tencent-lighthouse',
    service: 'lighthouse',
    version: '2020-03-24',
    takesStrays: false,
    siblings: [],
    ...{ actions, catalog, faults, rates, outOfRange, tooMany },
    ownRules,
    seeding: {
      keyPairRules: { ...keyPairRules(ids), importTypes: SEEDED_KEY_TYPES },
      instanceId: INSTANCE_ID,
      keyPairId: KEY_PAIR_ID,
      mfaActions: [...MFA_ACTIONS.lighthouse.keys()],
      readPolicy: readCamPolicy,
      newInstanceId: () => `lhins-${ids.suffix(8)}`,
      defaults: (os) => {
        const { id: imageId, osName, loginUser } = checkBlueprint(SEEDED_BLUEPRINTS[os])
        const paid = { nowMs: world.core.clock.now(), months: 12, renewFlag: 'NOTIFY_AND_MANUAL_RENEW' }
        const attributes = { ...newAttributes(ids, bundleOf(SEEDED_BUNDLE), paid) }
        const common = { type: SEEDED_BUNDLE, chargeType: 'prepaid', project: '' } as const
        return { imageId, osName, loginUser, attributes, ...common }
      },
      heldAction: heldActionOf('CreateInstances'),
    },
    // Seed 003: a region is not required; without one the first region is meant.
    region: { default: 'ap-guangzhou', optionalIn: new Set() },
    internalError: tencentError('InternalError', 'An internal error has occurred. Retry your request.'),
    access: LIGHTHOUSE_ACTIONS,
    // The text behind the sentence is an addition, for who has to find the missing policy.
    noPermission: (code, text) => tencentError(code, `No permission ${text}`, `无权限。 ${text}`),
  })
}
