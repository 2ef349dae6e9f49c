import type { NewRule } from './fault-sentence.ts'

type CallRule = Extract<NewRule, { on: 'call' }>
type MachineRule = Extract<NewRule, { on: 'machine' }>
export type Step = NonNullable<NonNullable<MachineRule['match']>['step']>

/** What can go wrong, as a form offers it. */
export type CallKind = 'error' | 'delay' | 'cut-before' | 'cut-after' | 'half-answer'
export type MachineKind = 'slow' | 'refused' | 'half-applied'

/** What is typed into the form of a rule; of what is hidden at the moment nothing counts. */
export interface FaultFields {
  readonly on: 'call' | 'machine'
  readonly dialect?: string | undefined
  readonly account?: string | undefined
  readonly action?: string | undefined
  readonly instance?: string | undefined
  readonly step?: Step | undefined
  readonly callKind: CallKind
  readonly machineKind: MachineKind
  readonly code?: string | undefined
  readonly status?: number | null | undefined
  readonly message?: string | undefined
  readonly delayMs?: number | null | undefined
  readonly nth?: number | null | undefined
  readonly percent?: number | null | undefined
  readonly times?: number | null | undefined
}

export const FIRST_FIELDS: FaultFields = {
  ...{ on: 'call', callKind: 'error', machineKind: 'slow' },
  ...{ code: 'InternalError', delayMs: 2_000 },
}

/** The rule that is meant; what is empty is left out, so that it may be anything. */
export function ruleOf(fields: FaultFields): NewRule {
  const { on, dialect, account, action, instance, step, nth, percent, times } = fields
  const occasion = {
    ...(isThere(nth) && { nth }),
    ...(isThere(percent) && { rate: percent / 100 }),
    ...(isThere(times) && { times }),
  }
  const where = { ...text('dialect', dialect), ...text('account', account) }
  if (on === 'call') {
    return { on, match: { ...where, ...text('action', action) }, fault: callFault(fields), ...occasion }
  }
  const match = { ...where, ...text('instance', instance), ...(step && { step }) }
  return { on, match, fault: machineFault(fields), ...occasion }
}

function callFault({ callKind, code, status, message, delayMs }: FaultFields): CallRule['fault'] {
  switch (callKind) {
    case 'error':
      return {
        ...{ kind: 'error', code: code?.trim() ?? '' },
        ...(isThere(status) && { status }),
        ...text('message', message),
      }
    case 'delay':
      return { kind: 'delay', delayMs: delayMs ?? 0 }
    case 'cut-before':
      return { kind: 'cut', when: 'before' }
    case 'cut-after':
      return { kind: 'cut', when: 'after' }
    case 'half-answer':
      return { kind: 'half-answer' }
  }
}

function machineFault({ machineKind, delayMs }: FaultFields): MachineRule['fault'] {
  return machineKind === 'slow' ? { kind: 'slow', delayMs: delayMs ?? 0 } : { kind: machineKind }
}

function isThere(value: number | null | undefined): value is number {
  return value !== null && value !== undefined
}

function text<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  const given = value?.trim() ?? ''
  // A computed name widens to string; it is the one name that was given.
  return given === '' ? {} : ({ [name]: given } as Record<Name, string>)
}
