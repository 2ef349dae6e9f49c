import type { FaultKind, Faults } from '../../core/fault.ts'
import type { InjectedError } from './call-faults.ts'
import { type FaultTable, toWireError } from './fault-table.ts'
import { Fault } from '../../core/fault.ts'
import type { WireError } from './wire-error.ts'

const ID = 'id'
const EXCESS = { count: 2, limit: 1, retryAfterMs: 1_000 }

/** Facts to fill the sentences of a table with: those of no call in particular. Total on purpose, like the tables. */
const FACTS: { readonly [K in FaultKind]: readonly Faults[K][] } = {
  keyPairNotFound: [{ names: [ID] }],
  keyPairNameTaken: [{ name: ID }],
  keyPairInUse: [{ names: [ID] }],
  keyPairNotBound: [{ keyPair: ID, instanceId: ID }],
  publicKeyMalformed: [{ reason: 'it is malformed' }],
  publicKeyTaken: [{ keyPairId: ID }],
  quotaExceeded: (['keyPairs', 'instances', 'tags'] as const).map((what) => ({ what, limit: 1 })),
  instanceNotFound: [{ ids: [ID] }],
  instanceNotSupported: [{ id: ID }],
  instanceIsWindows: [{ id: ID, osName: 'Windows Server' }],
  instanceNotIoOptimized: [{ id: ID }],
  instanceStoppedWithoutCharge: [{ id: ID }],
  passwordAgentMissing: [{ id: ID }],
  instanceState: (['running', 'stopped', 'starting', 'stopping', 'rebooting'] as const).map((state) => ({
    id: ID,
    state,
  })),
  instanceBusy: [true, false].map((isSameAction) => ({ id: ID, state: 'running', isSameAction })),
  instanceProtected: [{ id: ID }],
  instanceRateExceeded: [{ id: ID, ...EXCESS }],
  machineUnreachable: [{ id: ID }],
  machineFailed: [{ id: ID }],
  clientTokenReused: [{ token: ID }],
  clientTokenInUse: [{ token: ID }],
  roleNotFound: [{ role: ID }],
  roleRefused: [{ role: ID }],
  powerNotSupported: [{ id: ID }],
}

/** What a dialect says when it refuses. */
export interface KnownErrors {
  readonly faults: FaultTable
  readonly internalError: WireError
  /** Errors that are in no table of faults: of its gateway, of its parameters. */
  readonly errors?: readonly WireError[] | undefined
}

const NO_SENTENCE = 'The error was asked for by a fault rule of Keyplane.'
const DEFAULT_STATUS = 400

/** The error that a rule asks for, as the dialect would send it: its status and sentence, where it knows the code. */
export function toInjectedError({ code, status, message }: InjectedError, known: KnownErrors): WireError {
  const found = findError(code, known)
  // A cloud that answers 200 to everything has no other status for what it does not know either.
  const usual = found?.status ?? (known.internalError.status === 200 ? 200 : DEFAULT_STATUS)
  const sentence = message ?? found?.message ?? NO_SENTENCE
  const { messageZh: _zh, ...rest } = found ?? { code }
  return {
    ...(message === undefined && found ? found : rest),
    status: status ?? usual,
    code,
    message: sentence,
  }
}

function findError(code: string, { faults, internalError, errors = [] }: KnownErrors): WireError | undefined {
  const own = [internalError, ...errors].find((error) => error.code === code)
  if (own) return own
  for (const kind of Object.keys(FACTS)) {
    for (const fault of faultsOf(kind as FaultKind)) {
      const error = toWireError(fault, faults)
      if (error.code === code) return error
    }
  }
  return undefined
}

// The keys of FACTS are the kinds, each with its own facts; the compiler cannot tie the two lookups together.
function faultsOf(kind: FaultKind): readonly Fault[] {
  const facts: readonly Faults[FaultKind][] = FACTS[kind]
  return facts.map((detail) => new Fault(kind, detail))
}
