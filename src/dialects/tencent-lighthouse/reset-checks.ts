import type { Call } from '../../core/call.ts'
import type { Core } from '../../core/core.ts'
import { findKnown } from '../../core/instances/admit.ts'
import type { Instance } from '../../core/instances/instance.ts'
import type { NewSystem } from '../../core/instances/reinstall.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal } from '../kit/wire-error.ts'
import { bundleOf } from './catalog.ts'
import { checkBlueprint, fits } from './offer-checks.ts'
import { RESET_RULES } from './rules.ts'

/** The instance that is to be reset. Fault: instanceNotFound. */
export async function findForReset(core: Core, call: Call, id: string): Promise<Instance> {
  const [instance] = (await findKnown(core.database, call, { rules: RESET_RULES, ids: [id] })).values()
  if (!instance) throw new Error('an unknown instance refuses the call')
  return instance
}

/**
 * The system that a blueprint brings; without one everything stays. Abroad Linux and Windows do not replace each
 * other: the documented answer of DescribeResetInstanceBlueprints. Codes: spec/tencent.md appendix B.
 */
export function checkNewSystem(
  instance: Instance,
  blueprintId: string | undefined,
  { mayChangePlatform }: { mayChangePlatform: boolean },
): NewSystem {
  if (blueprintId === undefined) return {}
  const blueprint = checkBlueprint(blueprintId)
  const { id: imageId, os, osName, loginUser } = blueprint
  const bundle = bundleOf(instance.type)
  const isChanged = os !== instance.os
  if (isChanged && !(mayChangePlatform && (os === 'linux' || bundle.takesWindows)))
    throw new Refusal(PLATFORM_STAYS)
  if (!fits(bundle, blueprint)) throw new Refusal(TOO_SMALL)
  return { imageId, os, osName, loginUser }
}

const PLATFORM_STAYS = tencentError(
  'InvalidParameterValue.NotAllowToChangePlatformType',
  'Invalid parameter value: the operating system type of the instance may not change.',
)
const TOO_SMALL = tencentError(
  'InvalidParameterValue.BlueprintConfigNotMatch',
  'Invalid parameter value: the instance is too small for the blueprint.',
)
