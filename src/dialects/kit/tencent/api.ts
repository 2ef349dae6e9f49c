import type { Call } from '../../../core/call.ts'
import type { Action } from '../action.ts'
import type { Catalog } from '../catalog.ts'
import type { Seeding } from '../dialect.ts'
import type { FaultTable } from '../fault-table.ts'
import type { WireError } from '../wire-error.ts'

/** What one Tencent service is, as far as its calls are answered the same way as its sibling's. */
export interface TencentApi {
  readonly id: string
  readonly service: 'cvm' | 'lighthouse'
  readonly version: string
  /** Also answers Tencent-shaped calls whose version nobody knows. */
  readonly takesStrays: boolean
  readonly actions: readonly Action[]
  readonly catalog: Catalog
  readonly seeding: Seeding
  readonly faults: FaultTable
  readonly region: RegionRule
  readonly internalError: WireError
  outOfRange(name: string): WireError
  noPermission(call: Call): WireError
}

/** What a call without a region means. Source: spec/tencent.md §1.11. */
export interface RegionRule {
  /** Undefined: a region must be given. */
  readonly default: string | undefined
  /** Actions that need none. */
  readonly optionalIn: ReadonlySet<string>
}
