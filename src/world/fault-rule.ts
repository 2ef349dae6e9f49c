import { WorldError } from './world-error.ts'

/** Which calls a rule is about; what is left out may be anything. */
export interface CallMatch {
  readonly dialect?: string | undefined
  readonly action?: string | undefined
  /** Id of the account. */
  readonly account?: string | undefined
}

/** What becomes of a call. */
export type CallFault =
  | {
      readonly kind: 'error'
      readonly code: string
      readonly status?: number | undefined
      readonly message?: string | undefined
    }
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** The connection ends: before anything is changed, or when the change is committed. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'after' }
  /** The call acts; its answer ends in the middle of the body. */
  | { readonly kind: 'half-answer' }

/** What is done with a machine: by somebody who logs in, or by an operation. */
export const MACHINE_STEPS = [
  'login',
  'start',
  'stop',
  'reboot',
  'applyAccess',
  'reinstall',
  'observe',
] as const

export type MachineStep = (typeof MACHINE_STEPS)[number]

/** Which machines a rule is about. */
export interface MachineMatch {
  readonly dialect?: string | undefined
  readonly account?: string | undefined
  /** Id of the instance. */
  readonly instance?: string | undefined
  readonly step?: MachineStep | undefined
}

/** What becomes of what is done with a machine, over SSH in the world that is stood in for. */
export type MachineFault =
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'refused' }
  /** Half of the keys are written, then the connection is lost; only of `applyAccess`. */
  | { readonly kind: 'half-applied' }

/** Which of the matches are hit. */
export interface Occasion {
  /** From this match on, counted from 1; alone it means this one only. */
  readonly nth?: number | undefined
  /** Share of the matches from 0 to 1; which ones follows from the seed number. */
  readonly rate?: number | undefined
  /** At most so many. */
  readonly times?: number | undefined
}

export interface CallRule extends Occasion {
  readonly on: 'call'
  readonly match: CallMatch
  readonly fault: CallFault
}

export interface MachineRule extends Occasion {
  readonly on: 'machine'
  readonly match: MachineMatch
  readonly fault: MachineFault
}

export type NewFaultRule = CallRule | MachineRule

/** A rule in force, and how often it was met. */
export type FaultRule = NewFaultRule & {
  readonly id: string
  /** Calls or steps that it is about, since it is there. */
  readonly matched: number
  /** How many of them it hit. */
  readonly injected: number
}

export const LONGEST_DELAY_MS = 600_000

/** @throws WorldError for a rule that could never hit, or says too much */
export function checkRule(rule: NewFaultRule): void {
  const { nth, rate, times, fault } = rule
  refuseUnless(nth === undefined || (Number.isSafeInteger(nth) && nth >= 1), 'nth counts from 1')
  refuseUnless(times === undefined || (Number.isSafeInteger(times) && times >= 1), 'times is at least 1')
  refuseUnless(rate === undefined || (rate > 0 && rate <= 1), 'rate is above 0 and at most 1')
  if ('delayMs' in fault) {
    const isDelay = Number.isFinite(fault.delayMs) && fault.delayMs >= 0 && fault.delayMs <= LONGEST_DELAY_MS
    refuseUnless(isDelay, `delayMs is from 0 to ${LONGEST_DELAY_MS}`)
  }
  if (fault.kind === 'error') {
    const { code, status } = fault
    refuseUnless(/^[\w.-]{1,128}$/.test(code), 'code is a word of letters, digits, dots and dashes')
    const isStatus = status === undefined || (Number.isSafeInteger(status) && status >= 200 && status <= 599)
    refuseUnless(isStatus, 'status is from 200 to 599')
  }
  if (rule.on === 'machine' && rule.fault.kind === 'half-applied') {
    const { step } = rule.match
    refuseUnless(step === undefined || step === 'applyAccess', 'half-applied is of the step applyAccess only')
  }
}

function refuseUnless(isRight: boolean, message: string): void {
  if (!isRight) throw new WorldError('invalid', message)
}
