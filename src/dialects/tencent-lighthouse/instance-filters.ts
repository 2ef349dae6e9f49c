import type { InstanceQuery } from '../../core/instances/store.ts'
import { type Filters, tagFilters } from '../kit/tencent/filters.ts'
import { statesShownAs } from './states.ts'

export type Conditions = Omit<InstanceQuery, 'region' | 'page'>

/** Filters of DescribeInstances. Source: spec/tencent.md §2.5. */
const STORED: Readonly<Record<string, (values: readonly string[]) => Conditions>> = {
  'instance-name': (names) => ({ namePatterns: names.map((text) => ({ match: 'contains', text })) }),
  'private-ip-address': (privateAddresses) => ({ privateAddresses }),
  'public-ip-address': (addresses) => ({ addresses }),
  zone: (zones) => ({ zones }),
  'instance-state': (names) => ({ states: statesShownAs(names) }),
  'bundle-id': (types) => ({ types }),
}

export const INSTANCE_FILTERS: readonly string[] = Object.keys(STORED)

/** What the database is asked. */
export function toQuery(filters: Filters | undefined): Conditions {
  const asked = [...(filters ?? [])].map(([name, values]) => STORED[name]?.(values) ?? {})
  return asked.reduce<Conditions>((all, one) => ({ ...all, ...one }), { tags: tagFilters(filters) })
}
