import { z } from 'zod'

import { bindKeyPairs } from '../../../../src/core/bindings/bind.ts'
import { action } from '../../../../src/dialects/kit/action.ts'
import { text } from '../../../../src/dialects/kit/params.ts'
import { bindingRules } from '../rules.ts'

/** Binds one key pair to machines: all or none, at once. */
export const AttachKey = action({
  name: 'AttachKey',
  access: 'write',
  params: z.object({ key: text(), machines: z.array(text()).min(1).max(10) }),
  async run({ core, call }, { key, machines }) {
    const request = { keyPairs: [{ id: key }], instanceIds: machines }
    const { outcomes } = await bindKeyPairs(core, call, bindingRules, request)
    return { machines: outcomes.map(({ instanceId }) => instanceId) }
  },
})
