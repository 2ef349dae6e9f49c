import type { Seeding, World } from '../kit/dialect.ts'
import { heldAction } from '../kit/held-action.ts'
import { readIamPolicy } from '../kit/policies/iam.ts'
import { newAttributes } from './attributes.ts'
import { DEFAULT_TYPE } from './catalog.ts'
import { DEFAULT_IMAGE, WINDOWS_IMAGE } from './images.catalog.ts'
import { keyPairRules } from './rules.ts'
import { INSTANCE_ID, KEY_PAIR_ID } from './wire-types.ts'

/** What a seed file leaves out. Source of the forms of ids: spec/volcengine.md §3.4. */
export function createSeeding(world: World): Seeding {
  return {
    keyPairRules: keyPairRules(world),
    instanceId: INSTANCE_ID,
    keyPairId: KEY_PAIR_ID,
    mfaActions: [],
    readPolicy: readIamPolicy,
    newInstanceId: () => `i-${world.core.ids.suffix(20)}`,
    defaults(os) {
      const { id: imageId, osName, loginUser } = os === 'windows' ? WINDOWS_IMAGE : DEFAULT_IMAGE
      const attributes = newAttributes()
      const terms = { type: DEFAULT_TYPE, chargeType: 'postpaid', project: 'default' } as const
      return { imageId, osName, loginUser, ...terms, attributes }
    },
    heldAction,
  }
}
