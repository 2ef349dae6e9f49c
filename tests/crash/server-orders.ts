import type { CrashPoint } from './events.ts'
import type { Variant } from './variant.ts'

/** What a server that is to die is told on its command line. */
export interface Orders {
  readonly flags: Readonly<Record<string, string>>
  readonly variant: Variant
  /** Undefined: it lives until it is killed from outside. */
  readonly killAt?: CrashPoint
  /** Points are counted from the first moment, and not only when calls are taken. */
  readonly beginsAtStart: boolean
}

export function ordersText(orders: Orders): string {
  return JSON.stringify(orders)
}

export function readOrders(text: string): Orders {
  // Written by `ordersText` a moment ago.
  return JSON.parse(text) as Orders
}
