import { BindingExpiry } from './core/bindings/expiry.ts'
import type { Core } from './core/core.ts'

/** Ends temporary bindings from now on, until `started` is disposed. */
export function startExpiry(core: Core, started: AsyncDisposableStack): BindingExpiry {
  const expiry = started.use(new BindingExpiry(core))
  expiry.wake()
  return expiry
}
