import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { findRegion } from '../../../kit/catalog.ts'
import { states, text } from '../../../kit/params.ts'
import type { WireError } from '../../../kit/wire-error.ts'
import { catalog } from '../../catalog.ts'
import { matching } from '../../wire-types.ts'

// Clients tell these two by code and text. Unverified: the statuses. Source: endpoint resolver of the Python SDK core.
const REGION: WireError = {
  status: 404,
  code: 'InvalidRegionId',
  message: 'The specified region does not exist.',
}
const ILLEGAL: WireError = {
  status: 400,
  code: 'Illegal Parameter',
  message: 'Please check the parameters',
}

/** Codes of the services that answer here, in any case of letters. */
const SERVICE_CODE = /^(?:ecs|sts|location|bss|bssopenapi|vpc|resourcemanager)$/i

/**
 * Tells where a service is: where the caller asked for it, whatever the region. Source: spec/alibaba.md §2.11; the
 * answer spells `SerivceCode` like this.
 */
export const DescribeEndpoints = action({
  name: 'DescribeEndpoints',
  access: 'list',
  params: z.object({
    Id: text().refine(
      (id) => findRegion(catalog, id) !== undefined,
      states({ kind: 'unknown', refusal: REGION }),
    ),
    ServiceCode: matching(SERVICE_CODE, ILLEGAL),
    Type: text().default('openAPI'),
  }),
  run({ host }, { Id, ServiceCode, Type }) {
    const endpoint = {
      ...{ Endpoint: host, Id, Namespace: '', SerivceCode: ServiceCode, Type },
      Protocols: { Protocols: ['HTTP', 'HTTPS'] },
    }
    // One kind of endpoint is there.
    const found = Type.toLowerCase() === 'openapi' ? [endpoint] : []
    return Promise.resolve({ Success: true, Endpoints: { Endpoint: found } })
  },
})
