import type { Call } from '../../core/call.ts'
import { createInstances, type CreateRequest } from '../../core/instances/create.ts'
import type { Instance } from '../../core/instances/instance.ts'
import { resolveKeyPairs } from '../../core/key-pairs/find.ts'
import type { ActionContext } from '../kit/action.ts'
import { keyPairsOf } from './new-instances.ts'
import { endDryRun } from './power-call.ts'
import type { RunParams } from './run-params.ts'

/**
 * What CreateInstance and RunInstances do alike; a dry run ends when everything is checked. Source: spec/alibaba.md
 * §2.8.
 */
export async function createFrom(
  { core, call }: ActionContext,
  params: Pick<RunParams, 'KeyPairName' | 'DryRun' | 'Password'>,
  wanted: Pick<CreateRequest, 'instances' | 'plan'>,
): Promise<readonly Instance[]> {
  const keyPairs = keyPairsOf(params, wanted.instances)
  if (params.DryRun) await resolveKeyPairs(core.database, call, keyPairs)
  endDryRun(params.DryRun, 'single')
  return createInstances(core, call, {
    ...{ ...wanted, keyPairs, isAccountWide: false },
    ...(params.Password === undefined ? {} : { password: params.Password }),
  })
}

/**
 * What is told of the order of a prepaid instance; nothing is paid here. Source: spec/alibaba.md §2.8. Unverified: that an
 * order id has fifteen digits.
 */
export function orderOf(
  { requestId }: Call,
  { InstanceChargeType }: Pick<RunParams, 'InstanceChargeType'>,
): { readonly OrderId?: string; readonly TradePrice?: number } {
  if (InstanceChargeType !== 'PrePaid') return {}
  const number = BigInt(`0x${requestId.replaceAll('-', '')}`) % 10n ** 14n
  return { OrderId: `2${String(number).padStart(14, '0')}`, TradePrice: 0 }
}
