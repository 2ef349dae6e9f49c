import type { Fault, FaultKind, Faults } from '../../core/fault.ts'
import type { WireError } from './wire-error.ts'

/** How a dialect answers every fault of the core. Total on purpose: a new fault compiles only with its rows. */
export type FaultTable = { readonly [K in FaultKind]: (detail: Faults[K]) => WireError }

/** The wire error of a fault: the action's own row where it has one, the dialect's otherwise. */
export function toWireError(fault: Fault, table: FaultTable, own: Partial<FaultTable> = {}): WireError {
  // The row of a kind takes that kind's detail; the compiler cannot tie the two lookups together.
  const row = (own[fault.kind] ?? table[fault.kind]) as (detail: Faults[FaultKind]) => WireError
  return row(fault.detail)
}
