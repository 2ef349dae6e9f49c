import type { FaultTable } from '../../../src/dialects/kit/fault-table.ts'
import type { WireError } from '../../../src/dialects/kit/wire-error.ts'

/** Refusals of the steps. */
export const errors = {
  unreadable: row(400, 'toy.unreadable', 'This is no call.'),
  unknownKey: row(401, 'toy.unknown-key', 'Nobody here has this key.'),
  badSignature: row(401, 'toy.bad-signature', 'The signature is not that of the body.'),
  tooOld: row(401, 'toy.too-old', 'The call was signed too long ago, or has yet to be.'),
  unknownAction: row(404, 'toy.unknown-action', 'Nothing here is called that.'),
  unknownRegion: row(404, 'toy.unknown-region', 'There is no such region.'),
  notAllowed: row(403, 'toy.not-allowed', 'You may not.'),
  tooFast: row(429, 'toy.too-fast', 'Not so fast.'),
  internal: row(500, 'toy.broken', 'The toy is broken.'),
} as const satisfies Record<string, WireError>

export function badParameter(name: string): WireError {
  return row(400, 'toy.bad-parameter', `The parameter ${name} is missing or wrong.`)
}

const unknownKeyPair = row(404, 'toy.no-such-pair', 'There is no such key pair.')
const unfit = row(409, 'toy.unfit', 'The machine cannot have that.')
const wrongState = row(409, 'toy.wrong-state', 'Not in the state that the machine is in.')

/** What every fault of the core is here. */
export const faults = {
  keyPairNotFound: () => unknownKeyPair,
  keyPairNameTaken: ({ name }) => row(409, 'toy.name-taken', `There is a key pair named ${name}.`),
  keyPairInUse: () => unfit,
  keyPairNotBound: () => unknownKeyPair,
  publicKeyMalformed: () => badParameter('publicKey'),
  publicKeyTaken: ({ keyPairId }) => row(409, 'toy.key-taken', `This key is ${keyPairId}.`),
  quotaExceeded: ({ limit }) => row(409, 'toy.too-many', `There may be ${limit}.`),
  instanceNotFound: ({ ids }) => row(404, 'toy.no-such-machine', `There is no machine ${ids.join()}.`),
  instanceNotSupported: () => unfit,
  instanceIsWindows: () => unfit,
  instanceNotIoOptimized: () => unfit,
  instanceStoppedWithoutCharge: () => wrongState,
  passwordAgentMissing: () => unfit,
  instanceState: () => wrongState,
  instanceBusy: () => row(409, 'toy.busy', 'The machine is busy.'),
  instanceProtected: () => unfit,
  instanceRateExceeded: () => errors.tooFast,
  machineUnreachable: () => errors.internal,
  machineFailed: () => errors.internal,
  clientTokenReused: () => badParameter('ClientToken'),
  clientTokenInUse: () => badParameter('ClientToken'),
  roleNotFound: () => errors.notAllowed,
  roleRefused: () => errors.notAllowed,
  powerNotSupported: () => unfit,
} satisfies FaultTable

function row(status: number, code: string, message: string): WireError {
  return { status, code, message }
}
