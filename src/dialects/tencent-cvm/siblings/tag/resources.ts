import { z } from 'zod'

import { integer, text } from '../../../kit/params.ts'
import { must } from '../../../kit/tencent/param-checks.ts'
import { tencentError } from '../../../kit/tencent/tencent-error.ts'
import { Refusal } from '../../../kit/wire-error.ts'

/** Something of a Tencent dialect that carries tags. */
export interface TaggedKind {
  readonly dialect: string
  readonly kind: 'keyPair' | 'instance' | 'disk'
  /** Key pairs of CVM belong to an account, not to a region. */
  readonly isAccountWide: boolean
}

const DIALECTS: ReadonlyMap<string, string> = new Map([
  ['cvm', 'tencent-cvm'],
  ['lighthouse', 'tencent-lighthouse'],
])
const KINDS: ReadonlyMap<string, TaggedKind['kind']> = new Map([
  ['keypair', 'keyPair'],
  ['instance', 'instance'],
  ['volume', 'disk'],
])

/** Kinds of CVM that are here but never have tags: those of security groups, which Terraform reads. */
const UNTAGGED: ReadonlySet<string> = new Set(['sg'])

/** Whether resources of this kind are here and have no tags. */
export function isUntagged(service: string, prefix: string): boolean {
  return service === 'cvm' && UNTAGGED.has(prefix)
}

/** The kind that a service and a prefix name, `cvm` and `keypair`. Codes: the clients' lists for the tag service. */
export function kindOf(service: string, prefix: string): TaggedKind {
  const dialect = DIALECTS.get(service)
  if (dialect === undefined) {
    const message = `The service type \`${service}\` has no resources here; there are \`cvm\` and \`lighthouse\`.`
    throw new Refusal(tencentError('InvalidParameterValue.ServiceTypeInvalid', message))
  }
  const kind = KINDS.get(prefix)
  // Disks are CVM's alone. Unverified: a Lighthouse instance has some too, of a kind of their own.
  if (!kind || (kind === 'disk' && service !== 'cvm')) {
    const message = `The resource prefix \`${prefix}\` has no resources here; there are \`instance\`, \`keypair\` and, of CVM, \`volume\`.`
    throw new Refusal(tencentError('InvalidParameterValue.ResourcePrefixInvalid', message))
  }
  return { dialect, kind, isAccountWide: service === 'cvm' && kind === 'keyPair' }
}

/** One resource: `qcs::cvm:ap-guangzhou:uin/100000:keypair/skey-4e5ty7i8`; the part behind `uin/` may be empty. */
const SIX_PARTS = /^qcs::([a-z]+):([a-z0-9-]*):(?:uin\/(\d*))?:([a-z]+)\/([A-Za-z0-9-]+)$/

/** Reads the name of a resource in six parts; `uin` may be empty: the caller's. Source: spec/tencent.md §4.3. */
export function readResource(
  name: string,
): TaggedKind & { readonly region: string; readonly uin: string; readonly id: string } {
  const [, service, region = '', uin = '', prefix = '', id = ''] = SIX_PARTS.exec(name) ?? []
  if (service !== undefined) return { ...kindOf(service, prefix), region, uin, id }
  const message = 'The resource must be written as `qcs::<service>:<region>:uin/<uin>:<prefix>/<id>`.'
  throw new Refusal(tencentError('InvalidParameterValue.ResourceDescriptionError', message))
}

const ILLEGAL_KEY = tencentError(
  'InvalidParameterValue.TagKeyLengthExceeded',
  'A tag key has from 1 to 127 characters.',
)
const ILLEGAL_VALUE = tencentError(
  'InvalidParameterValue.TagValueLengthExceeded',
  'A tag value has at most 255 characters.',
)

/** Source: spec/tencent.md §2.1. */
export function tagKey() {
  return text().check(must((key) => key.length > 0 && Array.from(key).length <= 127, ILLEGAL_KEY))
}

export function tagValue() {
  return text().check(must((value) => Array.from(value).length <= 255, ILLEGAL_VALUE))
}

/** Pages of the tag service. Unverified: its largest page. */
export function tagPaging() {
  const refusal = tencentError('InvalidParameterValue.OffsetInvalid', 'The offset or the limit is not valid.')
  return {
    Offset: integer()
      .check(must((value) => value >= 0, refusal, 'outOfRange'))
      .default(0),
    Limit: integer()
      .check(must((value) => value > 0 && value <= 1000, refusal, 'outOfRange'))
      .default(15),
  }
}

/** Ids of resources in one call. Source: the SDK's description of `ResourceIds`. */
export function resourceIds() {
  return z.array(text()).min(1).max(50)
}
