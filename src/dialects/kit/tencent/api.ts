import type { Action } from '../action.ts'
import type { CallRates } from '../call-rate.ts'
import type { Catalog } from '../catalog.ts'
import type { OwnRules, Seeding } from '../dialect.ts'
import type { FaultTable } from '../fault-table.ts'
import type { AccessTable } from '../policies/access-table.ts'
import type { CamDenial } from '../policies/denials.ts'
import type { LookupRules } from '../policies/resource-facts.ts'
import type { Service } from '../service.ts'
import type { WireError } from '../wire-error.ts'

/** What one Tencent service is, as far as its calls are answered the same way as its sibling's. */
export interface TencentApi {
  readonly id: string
  readonly service: 'cvm' | 'lighthouse'
  readonly version: string
  /** Also answers Tencent-shaped calls whose version nobody knows. */
  readonly takesStrays: boolean
  readonly actions: readonly Action[]
  /** Other services of the cloud that are answered here too. */
  readonly siblings: readonly Service[]
  readonly catalog: Catalog
  readonly seeding: Seeding
  readonly ownRules: OwnRules
  readonly faults: FaultTable
  readonly rates: CallRates
  readonly access: AccessTable
  /** Values of the condition keys that the access table names. */
  readonly conditionKeys?: Pick<LookupRules, 'keysOfInstance' | 'keysOfCall'>
  readonly region: RegionRule
  readonly internalError: WireError
  outOfRange(name: string): WireError
  tooMany(name: string): WireError
  /** `text` names the operation and the resource. */
  noPermission(code: CamDenial['code'], text: string): WireError
}

/** What a call without a region means. Source: spec/tencent.md §1.11. */
export interface RegionRule {
  /** Undefined: a region must be given. */
  readonly default: string | undefined
  /** Actions that need none. */
  readonly optionalIn: ReadonlySet<string>
}
