import type { InstanceState } from './instances/instance.ts'
import type { Excess } from './rates/rates.ts'

/**
 * Every way the core can refuse. A fault carries facts; its code, status and sentence belong to each dialect,
 * whose table must have a row for every kind (see `FaultTable` in dialects/kit).
 */
export interface Faults {
  keyPairNotFound: { readonly names: readonly string[] }
  keyPairNameTaken: { readonly name: string }
  keyPairInUse: { readonly names: readonly string[] }
  /** The pair cannot be unbound from this instance: it is not bound to it. */
  keyPairNotBound: { readonly keyPair: string; readonly instanceId: string }
  publicKeyMalformed: { readonly reason: string }
  publicKeyTaken: { readonly keyPairId: string }
  quotaExceeded: { readonly what: 'keyPairs' | 'instances' | 'tags'; readonly limit: number }
  /** `areGone`: every one of them existed once and was terminated. */
  instanceNotFound: { readonly ids: readonly string[]; readonly areGone?: boolean }
  instanceNotSupported: { readonly id: string }
  instanceIsWindows: { readonly id: string; readonly osName: string }
  instanceNotIoOptimized: { readonly id: string }
  instanceStoppedWithoutCharge: { readonly id: string }
  passwordAgentMissing: { readonly id: string }
  /** The state does not allow the operation. */
  instanceState: { readonly id: string; readonly state: InstanceState }
  /** An operation on the instance is not finished. */
  instanceBusy: { readonly id: string; readonly state: InstanceState; readonly isSameAction: boolean }
  instanceProtected: { readonly id: string }
  /** Operated on too often in the last second. */
  instanceRateExceeded: Excess & { readonly id: string }
  /** The machine of an instance that is shown as running does not answer: how it is cannot be said. */
  machineUnreachable: { readonly id: string }
  /** The driver came to the machine and failed there. */
  machineFailed: { readonly id: string }
  /** The client token was used for a call with other parameters. */
  clientTokenReused: { readonly token: string }
  /** The first call with this client token has not ended. */
  clientTokenInUse: { readonly token: string }
  /** The account has no role of this name, or it is not for the caller. */
  roleNotFound: { readonly role: string }
  /** The account itself may not assume roles. */
  roleRefused: { readonly role: string }
  /** The driver cannot switch this machine on or off, give it a fresh system or boot a rescue system. */
  powerNotSupported: { readonly id: string }
}

export type FaultKind = keyof Faults

export function isFault(error: unknown): error is Fault {
  return error instanceof Fault
}

/** The only error the core throws on purpose. */
export class Fault<K extends FaultKind = FaultKind> extends Error {
  override readonly name = 'Fault'
  readonly kind: K
  readonly detail: Faults[K]

  constructor(kind: K, detail: Faults[K], options?: ErrorOptions) {
    super(kind, options)
    this.kind = kind
    this.detail = detail
  }
}
