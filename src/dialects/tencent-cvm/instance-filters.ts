import { isIPv4, isIPv6 } from 'node:net'

import type { Instance } from '../../core/instances/instance.ts'
import type { InstanceQuery } from '../../core/instances/store.ts'
import { findRegion } from '../kit/catalog.ts'
import { invalidValue } from '../kit/tencent/common-errors.ts'
import { type Filters, tagFilters } from '../kit/tencent/filters.ts'
import type { ReadCondition } from '../kit/tencent/list-instances.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal } from '../kit/wire-error.ts'
import { attributesOf } from './attributes.ts'
import { catalog } from './catalog.ts'
import { machineType } from './instance-types.catalog.ts'
import { malformedInstanceType, quoted, storedProjects } from './param-types.ts'
import { INSTANCE_ID } from './rules.ts'
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
  checkZones(filters?.get('zone'), region)
  for (const [name, { isFine, code }] of Object.entries(FORMS)) {
    if (filters?.get(name)?.every(isFine) ?? true) continue
    throw new Refusal(tencentError(code, invalidValue(name).message))
  }
}

/** Refuses zones of other regions. Source: spec/tencent.md appendix A. */
export function checkZones(zones: readonly string[] | undefined, region: string): void {
  const known = findRegion(catalog, region)?.zones.map(({ id }) => id) ?? []
  const stranger = zones?.find((zone) => !known.includes(zone))
  if (stranger === undefined) return
  const message = `The zone ${quoted(stranger)} does not exist in the region.`
  throw new Refusal(tencentError('InvalidZone.MismatchRegion', message))
}

/** Refuses texts that are no instance types. Source: spec/tencent.md appendix A. */
export function checkTypes(types: readonly string[] | undefined): void {
  const stranger = types?.find((type) => !machineType(type))
  if (stranger !== undefined) throw new Refusal(malformedInstanceType(stranger))
}

interface Form {
  readonly code: string
  isFine(this: void, value: string): boolean
}

/** Forms that values must have, and the codes of those that do not. Source: spec/tencent.md §2.1, appendix A. */
const FORMS: Readonly<Record<string, Form>> = {
  'instance-id': like(INSTANCE_ID, 'InvalidInstanceId.Malformed'),
  'project-id': like(/^\d{1,15}$/, 'InvalidParameterValue'),
  'host-id': like(/^host-[0-9a-z]{8}$/, 'InvalidHostId.Malformed'),
  'vpc-id': like(/^vpc-[0-9a-z]{8}$/, 'InvalidParameterValue.VpcIdMalformed'),
  'subnet-id': like(/^subnet-[0-9a-z]{8}$/, 'InvalidParameterValue.SubnetIdMalformed'),
  'security-group-id': like(/^sg-[0-9a-z]{8}$/, 'InvalidSgId.Malformed'),
  uuid: like(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'InvalidParameterValue.UuidMalformed'),
  'private-ip-address': { isFine: isIPv4, code: 'InvalidParameterValue.IPAddressMalformed' },
  'public-ip-address': { isFine: isIPv4, code: 'InvalidParameterValue.IPAddressMalformed' },
  'ipv6-address': { isFine: isIPv6, code: 'InvalidParameterValue.IPv6AddressMalformed' },
  'creation-start-time': { isFine: isTime, code: 'InvalidParameterValue.InvalidTimeFormat' },
  'creation-end-time': { isFine: isTime, code: 'InvalidParameterValue.InvalidTimeFormat' },
}

function like(pattern: RegExp, code: string): Form {
  return { isFine: (value) => pattern.test(value), code }
}

function isTime(text: string): boolean {
  return !Number.isNaN(timeOf(text))
}

/** What the database is asked. */
export function toQuery(filters: Filters | undefined): Conditions {
  const asked = [...(filters ?? [])].map(([name, values]) => STORED[name]?.(values) ?? {})
  return asked.reduce<Conditions>((all, one) => ({ ...all, ...one }), { tags: tagFilters(filters) })
}

export function needsReading(filters: Filters | undefined): boolean {
  return [...(filters?.keys() ?? [])].some((name) => READ[name] !== undefined)
}

/** That every filter of `READ` finds one of its values in an instance. */
export function readCondition(filters: Filters | undefined): ReadCondition {
  const wanted = [...(filters ?? [])]
  return {
    name: wanted,
    isMatch: (instance) =>
      wanted.every(([name, values]) => {
        const read = READ[name]
        return !read || read(instance).some((value) => values.includes(value))
      }),
  }
}

/** `2023-06-01 00:00:00`. Unverified: that it is UTC, as all other times are. */
function timeOf(text: string): number {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text.replace(' ', 'T')}Z`) : Number.NaN
}
