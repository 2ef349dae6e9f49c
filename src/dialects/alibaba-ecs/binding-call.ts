import { z } from 'zod'

import type { BindResult } from '../../core/bindings/bind.ts'
import { type FaultTable, toWireError } from '../kit/fault-table.ts'
import { text } from '../kit/params.ts'
import { faults, operationErrors } from './faults.ts'
import { jsonList } from './wire-types.ts'

/** AttachKeyPair and DetachKeyPair take the same. Source: spec/alibaba.md §2.6, §2.7. */
export const bindingParams = z.object({
  RegionId: text(),
  KeyPairName: text(),
  InstanceIds: jsonList({
    max: 50,
    malformed: operationErrors.instanceIdsInvalid,
    tooMany: operationErrors.keyPairLimit,
  }),
})

/** What became of each instance, in the order of the request. All values are text. Source: spec/alibaba.md §2.6. */
export function presentBindings({ keyPairs, outcomes }: BindResult, own: Partial<FaultTable>) {
  const results = outcomes.map(({ instanceId, fault }) => {
    const { code, message } = fault ? toWireError(fault, faults, own) : SUCCESS
    return { Code: code, Message: message, InstanceId: instanceId, Success: String(fault === undefined) }
  })
  return {
    KeyPairName: keyPairs[0]?.name ?? '',
    TotalCount: String(outcomes.length),
    FailCount: String(outcomes.filter(({ fault }) => fault).length),
    Results: { Result: results },
  }
}

const SUCCESS = { code: '200', message: 'successful' }
