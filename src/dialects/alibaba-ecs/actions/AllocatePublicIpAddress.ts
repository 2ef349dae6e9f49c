import { z } from 'zod'

import type { Instance } from '../../../core/instances/instance.ts'
import { modifyInstances } from '../../../core/instances/modify.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { Refusal, type WireError } from '../../kit/wire-error.ts'
import { attributesOf } from '../attributes.ts'
import { instanceId } from '../power-call.ts'
import { publicAddressOf } from '../present-instance.ts'
import { singleRules } from '../rules.ts'

/** Unverified: status, code and text; the page says in words alone that the bandwidth has to be more than 0. */
const NO_BANDWIDTH: WireError = {
  status: 403,
  code: 'OperationDenied',
  message: 'The public bandwidth of the specified instance is 0 Mbit/s.',
}

/**
 * Gives an instance its public address; one that has it is answered with it. It shows at once, while the cloud's comes
 * into force at the next boot. Source: reference page of AllocatePublicIpAddress.
 */
export const AllocatePublicIpAddress = action({
  name: 'AllocatePublicIpAddress',
  access: 'create',
  params: z.object({
    InstanceId: instanceId(),
    // Only a few chosen callers may choose their address; the driver's network gives it here.
    IpAddress: ignored(),
    VlanId: ignored(),
  }),
  async run({ core, call }, { InstanceId }) {
    const { account, dialect } = call
    const [known] = await core.database.instances.findByIds({ account, dialect }, [InstanceId])
    const had = known ? publicAddressOf(known) : ''
    if (had !== '') return { IpAddress: had }
    const rules = { ...singleRules(['running', 'stopped']), checks: ['state'] as const, obstacle }
    const changes = { attributes: { HasPublicAddress: true } }
    const [outcome] = await modifyInstances(core, call, rules, { instanceIds: [InstanceId], changes })
    return { IpAddress: outcome?.instance?.address ?? '' }
  },
})

/** The last reason to refuse, inside the transaction; no other cloud knows it, so it is no fault of the core. */
function obstacle(instance: Instance): undefined {
  if (attributesOf(instance).InternetMaxBandwidthOut === 0) throw new Refusal(NO_BANDWIDTH)
}
