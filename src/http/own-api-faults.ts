import type { Fault, FaultKind, Faults } from '../core/fault.ts'

type Texts = { readonly [K in FaultKind]?: (detail: Faults[K]) => string }

/** The refusals that the own API's calls on hosts can meet, in plain words. */
const TEXTS: Texts = {
  keyPairNotFound: ({ names }) => `there is no key pair ${names.join(', ')} in the host's account and region`,
  instanceNotFound: ({ ids }) => `there is no host ${ids.join(', ')}`,
  instanceNotSupported: () => 'key operations are switched off for this instance',
  instanceIsWindows: ({ osName }) => `the system is ${osName}: keys are bound on Linux only`,
  instanceState: ({ state }) => `the instance is ${state}`,
  instanceBusy: () => 'another operation on the host is not finished',
  machineUnreachable: () => 'the host does not answer',
  machineFailed: () => 'the host failed',
}

/** One sentence for people; the kind where nothing better is known. */
export function faultText<K extends FaultKind>({ kind, detail }: Fault<K>): string {
  const text = TEXTS[kind]
  return text ? text(detail) : kind
}
