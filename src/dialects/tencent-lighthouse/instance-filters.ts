import { isIP } from 'node:net'

import type { InstanceQuery } from '../../core/instances/store.ts'
import { type Filters, tagFilters } from '../kit/tencent/filters.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal, type WireError } from '../kit/wire-error.ts'
import { isZone } from './catalog.ts'
import { ZONE_INVALID } from './offer-checks.ts'
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
  checkValues(filters)
  const asked = [...(filters ?? [])].map(([name, values]) => STORED[name]?.(values) ?? {})
  return asked.reduce<Conditions>((all, one) => ({ ...all, ...one }), { tags: tagFilters(filters) })
}

const INVALID_IP = tencentError(
  'InvalidParameterValue.InvalidIpFormat',
  'Invalid parameter value: the IP address format is invalid.',
)

/** What can be no value of a filter at all; a zone of another region only matches nothing. Codes: spec/tencent.md appendix B. */
const CHECKED: Readonly<Record<string, readonly [isFine: (value: string) => boolean, refusal: WireError]>> = {
  zone: [isZone, ZONE_INVALID],
  'private-ip-address': [isAddress, INVALID_IP],
  'public-ip-address': [isAddress, INVALID_IP],
}

function isAddress(value: string): boolean {
  return isIP(value) !== 0
}

function checkValues(filters: Filters | undefined): void {
  for (const [name, values] of filters ?? []) {
    const [isFine, refusal] = CHECKED[name] ?? []
    if (isFine && refusal && !values.every(isFine)) throw new Refusal(refusal)
  }
}
