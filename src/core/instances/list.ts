import type { Call } from '../call.ts'
import type { NumberedPage } from '../continued-pages.ts'
import type { Core } from '../core.ts'
import type { Stores } from '../database.ts'
import type { Listed } from '../page.ts'
import type { Instance } from './instance.ts'
import type { InstanceQuery } from './store.ts'

/**
 * Lists the caller's instances of a region, newest first. `asked` is the page in the caller's words, where it differs
 * from the page of this query.
 */
export function listInstances(
  { database, pages }: Pick<Core, 'pages'> & { readonly database: Pick<Stores, 'instances'> },
  call: Call,
  query: InstanceQuery,
  asked?: NumberedPage,
): Promise<Listed<Instance>> {
  return pages.read(call, { query, page: query.page, asked }, (page) =>
    database.instances.list(call, { ...query, page }),
  )
}
