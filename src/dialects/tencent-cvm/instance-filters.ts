import type { Instance } from '../../core/instances/instance.ts'
import type { InstanceQuery } from '../../core/instances/store.ts'
import { findRegion } from '../kit/catalog.ts'
import { invalidValue } from '../kit/tencent/common-errors.ts'
import { type Filters, tagFilters } from '../kit/tencent/filters.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal } from '../kit/wire-error.ts'
import { attributesOf } from './attributes.ts'
import { catalog } from './catalog.ts'
import { storedProjects } from './param-types.ts'
import { statesShownAs } from './states.ts'

type Conditions = Omit<InstanceQuery, 'region' | 'page'>

/** Filters that the database answers. Source: spec/tencent.md §2.4 DescribeInstances. */
const STORED: Readonly<Record<string, (values: readonly string[]) => Conditions>> = {
  'instance-id': (ids) => ({ ids }),
  zone: (zones) => ({ zones }),
  'project-id': (projects) => ({ projects: storedProjects(projects) }),
  'instance-name': (names) => ({ namePatterns: names.map((text) => ({ match: 'contains', text })) }),
  'instance-state': (names) => ({ states: statesShownAs(names) }),
  'private-ip-address': (privateAddresses) => ({ privateAddresses }),
  'public-ip-address': (addresses) => ({ addresses }),
  'creation-start-time': (times) => ({ createdFromMs: Math.min(...times.map(timeOf)) }),
  'creation-end-time': (times) => ({ createdUntilMs: Math.max(...times.map(timeOf)) }),
}

/** Filters over what only this room reads in an instance; hosts, clusters and IPv6 do not exist here. */
const READ: Readonly<Record<string, (instance: Instance) => readonly string[]>> = {
  uuid: (instance) => [attributesOf(instance).Uuid],
  'instance-charge-type': (instance) => [attributesOf(instance).InstanceChargeType],
  'vpc-id': (instance) => [attributesOf(instance).VirtualPrivateCloud.VpcId],
  'subnet-id': (instance) => [attributesOf(instance).VirtualPrivateCloud.SubnetId],
  'security-group-id': (instance) => attributesOf(instance).SecurityGroupIds,
  'dedicated-cluster-id': (instance) => [attributesOf(instance).DedicatedClusterId],
  'host-id': () => [],
  'ipv6-address': () => [],
}

export const INSTANCE_FILTERS: readonly string[] = [...Object.keys(STORED), ...Object.keys(READ)]

/** Refuses values that could never match. Source: spec/tencent.md §2.4, appendix A. */
export function checkFilters(filters: Filters | undefined, region: string): void {
  const zones = findRegion(catalog, region)?.zones.map(({ id }) => id) ?? []
  const stranger = filters?.get('zone')?.find((zone) => !zones.includes(zone))
  if (stranger !== undefined) {
    const message = `The zone \`${stranger}\` does not exist in the region.`
    throw new Refusal(tencentError('InvalidZone.MismatchRegion', message))
  }
  for (const name of ['creation-start-time', 'creation-end-time']) {
    if (filters?.get(name)?.some((time) => Number.isNaN(timeOf(time)))) {
      const { message } = invalidValue(name)
      throw new Refusal(tencentError('InvalidParameterValue.InvalidTimeFormat', message))
    }
  }
}

/** What the database is asked. */
export function toQuery(filters: Filters | undefined): Conditions {
  const asked = [...(filters ?? [])].map(([name, values]) => STORED[name]?.(values) ?? {})
  return asked.reduce<Conditions>((all, one) => ({ ...all, ...one }), { tags: tagFilters(filters) })
}

export function needsReading(filters: Filters | undefined): boolean {
  return [...(filters?.keys() ?? [])].some((name) => READ[name] !== undefined)
}

/** True for an instance in which every filter of `READ` finds one of its values. */
export function readsAs(filters: Filters | undefined): (instance: Instance) => boolean {
  return (instance) =>
    [...(filters ?? [])].every(([name, values]) => {
      const read = READ[name]
      return !read || read(instance).some((value) => values.includes(value))
    })
}

/** `2023-06-01 00:00:00`. Unverified: that it is UTC, as all other times are. */
function timeOf(text: string): number {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text.replace(' ', 'T')}Z`) : Number.NaN
}
