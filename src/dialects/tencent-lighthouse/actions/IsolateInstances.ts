import { z } from 'zod'

import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { instanceIds } from '../param-types.ts'
import { ISOLATE_RULES } from '../rules.ts'

/** Instances of one call, together with their disks. Source: spec/tencent.md §2.5. */
const MOST_INSTANCES = 20

/** Returns instances: they are switched off, stay listed as SHUTDOWN and can be terminated. */
export const IsolateInstances = action({
  name: 'IsolateInstances',
  access: 'write',
  params: z.strictObject({
    InstanceIds: instanceIds(MOST_INSTANCES),
    // There are no data disks.
    IsolateDataDisk: ignored(),
  }),
  async run({ core, call }, { InstanceIds }) {
    await operatePower(core, call, ISOLATE_RULES, { verb: 'isolate', instanceIds: InstanceIds })
    return {}
  },
})
