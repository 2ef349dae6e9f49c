import type { Action } from '../kit/action.ts'
import type { Dialect, World } from '../kit/dialect.ts'
import { invalidValue } from '../kit/tencent/common-errors.ts'
import { readCamPolicy } from '../kit/policies/cam.ts'
import { CVM_ACTIONS } from '../kit/policies/cvm-actions.catalog.ts'
import { MFA_ACTIONS } from '../kit/policies/tencent-mfa.catalog.ts'
import { heldActionOf, SEEDED_KEY_TYPES } from '../kit/tencent/seeding.ts'
import { idsOf, tencentDialect } from '../kit/tencent/tencent-dialect.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { AssociateInstancesKeyPairs } from './actions/AssociateInstancesKeyPairs.ts'
import { CreateKeyPair } from './actions/CreateKeyPair.ts'
import { DeleteKeyPairs } from './actions/DeleteKeyPairs.ts'
import { DescribeImages } from './actions/DescribeImages.ts'
import { DescribeInstanceFamilyConfigs } from './actions/DescribeInstanceFamilyConfigs.ts'
import { DescribeInstances } from './actions/DescribeInstances.ts'
import { DescribeInstancesAttributes } from './actions/DescribeInstancesAttributes.ts'
import { DescribeInstancesStatus } from './actions/DescribeInstancesStatus.ts'
import { DescribeInstanceTypeConfigs } from './actions/DescribeInstanceTypeConfigs.ts'
import { DescribeKeyPairs } from './actions/DescribeKeyPairs.ts'
import { DescribeRegions } from './actions/DescribeRegions.ts'
import { DescribeZoneInstanceConfigInfos } from './actions/DescribeZoneInstanceConfigInfos.ts'
import { DescribeZones } from './actions/DescribeZones.ts'
import { DisassociateInstancesKeyPairs } from './actions/DisassociateInstancesKeyPairs.ts'
import { EnterRescueMode } from './actions/EnterRescueMode.ts'
import { ExitRescueMode } from './actions/ExitRescueMode.ts'
import { ImportKeyPair } from './actions/ImportKeyPair.ts'
import { ModifyInstancesAttribute } from './actions/ModifyInstancesAttribute.ts'
import { ModifyKeyPairAttribute } from './actions/ModifyKeyPairAttribute.ts'
import { RebootInstances } from './actions/RebootInstances.ts'
import { ResetInstance } from './actions/ResetInstance.ts'
import { ResetInstancesPassword } from './actions/ResetInstancesPassword.ts'
import { RunInstances } from './actions/RunInstances.ts'
import { StartInstances } from './actions/StartInstances.ts'
import { StopInstances } from './actions/StopInstances.ts'
import { TerminateInstances } from './actions/TerminateInstances.ts'
import { plainAttributes } from './attributes.ts'
import { catalog } from './catalog.ts'
import { conditionKeys } from './condition-keys.ts'
import { faults, internalError } from './faults.ts'
import { imageOf } from './images.catalog.ts'
import { tooMany } from './param-types.ts'
import { ownRules } from './own-rules.ts'
import { rates } from './rates.ts'
import { siblings } from './siblings/index.ts'
import { INSTANCE_ID, KEY_PAIR_ID, keyPairRules } from './rules.ts'

const actions: readonly Action[] = [
  AssociateInstancesKeyPairs,
  CreateKeyPair,
  DeleteKeyPairs,
  DescribeImages,
  DescribeInstanceFamilyConfigs,
  DescribeInstances,
  DescribeInstancesAttributes,
  DescribeInstancesStatus,
  DescribeInstanceTypeConfigs,
  DescribeKeyPairs,
  DescribeRegions,
  DescribeZoneInstanceConfigInfos,
  DescribeZones,
  DisassociateInstancesKeyPairs,
  EnterRescueMode,
  ExitRescueMode,
  ImportKeyPair,
  ModifyInstancesAttribute,
  ModifyKeyPairAttribute,
  RebootInstances,
  ResetInstance,
  ResetInstancesPassword,
  RunInstances,
  StartInstances,
  StopInstances,
  TerminateInstances,
]

/** Images of seeded instances. */
const SEEDED_IMAGES = { linux: 'img-eb30mz89', windows: 'img-bhvhr6pr' }

/** Tencent Cloud Virtual Machine, version 2017-03-12. Source: spec/tencent.md. */
export function createTencentCvm(world: World): Dialect {
  const ids = idsOf(world)
  return tencentDialect(world, {
    id: 'tencent-cvm',
    service: 'cvm',
    version: '2017-03-12',
    takesStrays: true,
    siblings,
    ...{ actions, catalog, faults, rates },
    ownRules,
    seeding: {
      keyPairRules: { ...keyPairRules(ids), importTypes: SEEDED_KEY_TYPES },
      instanceId: INSTANCE_ID,
      keyPairId: KEY_PAIR_ID,
      mfaActions: [...MFA_ACTIONS.cvm.keys()],
      readPolicy: readCamPolicy,
      newInstanceId: () => `ins-${ids.suffix(8)}`,
      defaults: (os) => {
        const { id: imageId, osName, loginUser } = imageOf(SEEDED_IMAGES[os])
        const attributes = { ...plainAttributes(ids) }
        const common = { type: 'S5.MEDIUM2', chargeType: 'postpaid', project: '' } as const
        return { imageId, osName, loginUser, attributes, ...common }
      },
      heldAction: heldActionOf('RunInstances'),
    },
    // Required everywhere, but the list of regions is how one gets to know them.
    region: { default: undefined, optionalIn: new Set(['DescribeRegions']) },
    ...{ internalError, tooMany },
    outOfRange: invalidValue,
    access: CVM_ACTIONS,
    conditionKeys,
    noPermission: (code, text) => tencentError(code, text),
  })
}
