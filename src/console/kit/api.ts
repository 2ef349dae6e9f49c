import { createTanstackQueryUtils } from '@orpc/tanstack-query'

import { createOwnApiClient } from '../../own-api/client.ts'
import { contract } from '../../own-api/contract/index.ts'

/** Every route of the own API as a method, with the cookie of this browser; streams are async iterables. */
export const client = createOwnApiClient({ url: location.origin })

/** The same as options of TanStack Query: `useQuery(api.instances.list.queryOptions({ input: {} }))`. */
export const api = createTanstackQueryUtils(client)

/** The routes themselves; `useMay(routes.bindings.add)` tells whether the token is good for one. */
export const routes = contract

/** The HTTP status of what the server refused; undefined for what never got there. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined
}
