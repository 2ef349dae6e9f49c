import type { Fault, FaultKind, Faults } from '../../core/fault.ts'

type Texts = { readonly [K in FaultKind]?: (detail: Faults[K]) => string }

/** The refusals that the own API's calls on hosts can meet, in plain words. */
const TEXTS: Texts = {
  keyPairNotFound: ({ names }) =>
    `there is no key pair ${names.join(', ')} in the account and region of the instance`,
  keyPairNameTaken: ({ name }) => `there is a key pair ${name} already`,
  keyPairInUse: ({ names }) => `${names.join(', ')} is bound to instances`,
  keyPairNotBound: ({ keyPair }) => `the key pair ${keyPair} is not bound to it`,
  publicKeyMalformed: ({ reason }) => reason,
  publicKeyTaken: ({ keyPairId }) => `the key pair ${keyPairId} has this public key already`,
  quotaExceeded: ({ what, limit }) => `there can be ${limit} ${what} at most`,
  instanceStoppedWithoutCharge: () => 'the instance is stopped without charge',
  instanceNotIoOptimized: () => 'the instance is not I/O optimized',
  passwordAgentMissing: () => 'the agent that changes keys is not installed on the instance',
  powerNotSupported: () => 'the machine cannot be switched',
  instanceNotFound: ({ ids }) => `there is no instance ${ids.join(', ')}`,
  instanceNotSupported: () => 'key operations are switched off for this instance',
  instanceIsWindows: ({ osName }) => `the system is ${osName}: keys are bound on Linux only`,
  instanceState: ({ state }) => `the instance is ${state}`,
  instanceBusy: () => 'another operation on it is not finished',
  machineUnreachable: () => 'the machine does not answer',
  machineFailed: () => 'the machine failed',
}

/** One sentence for people; the kind where nothing better is known. */
export function faultText<K extends FaultKind>({ kind, detail }: Fault<K>): string {
  const text = TEXTS[kind]
  return text ? text(detail) : kind
}

/** RFC 3339, as every time of the own API. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
