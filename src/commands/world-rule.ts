import type { NewRule } from '../own-api/contract/world.ts'
import { CommandError } from './kit/command-error.ts'
import { EXIT } from './kit/exit-codes.ts'
import { worldTexts as texts } from './world-texts.ts'

export interface RuleFlags {
  readonly dialect?: string
  readonly action?: string
  readonly account?: string
  readonly instance?: string
  readonly step?: string
  readonly nth?: string
  readonly rate?: string
  readonly times?: string
  readonly error?: string
  readonly status?: string
  readonly message?: string
  readonly delay?: string
  readonly cut?: 'before' | 'after'
  readonly halfAnswer?: true
  readonly slow?: string
  readonly refuse?: true
  readonly halfApplied?: true
}

type CallFault = Extract<NewRule, { on: 'call' }>['fault']
type MachineFault = Extract<NewRule, { on: 'machine' }>['fault']
type MachineStep = NonNullable<NonNullable<Extract<NewRule, { on: 'machine' }>['match']>['step']>

/** The rule that the flags describe. @throws CommandError when they do not go together */
export function ruleOf(flags: RuleFlags): NewRule {
  const { dialect, account, action, instance, step, nth, rate, times } = flags
  const faults = [...callFaults(flags), ...machineFaults(flags)]
  const [fault, ...others] = faults
  if (!fault || others.length > 0) throw new CommandError(texts.oneFault, EXIT.usage)
  const isOfCalls = callFaults(flags).length > 0
  const isMixed = isOfCalls ? instance !== undefined || step !== undefined : action !== undefined
  if (isMixed) throw new CommandError(texts.notOfCalls, EXIT.usage)
  if (flags.error === undefined && (flags.status ?? flags.message) !== undefined)
    throw new CommandError(texts.notOfErrors, EXIT.usage)
  const occasion = present({
    nth: numberOf('--nth', nth),
    rate: numberOf('--rate', rate),
    times: numberOf('--times', times),
  })
  const anywhere = present({ dialect, account })
  if (isOfCalls) {
    const match = { ...anywhere, ...present({ action }) }
    // One of those that `callFaults` gave.
    return { on: 'call', match, fault: fault as CallFault, ...occasion }
  }
  // The parser of the command line lets no other step through.
  const match = { ...anywhere, ...present({ instance, step: step as MachineStep | undefined }) }
  return { on: 'machine', match, fault: fault as MachineFault, ...occasion }
}

function callFaults({ error, status, message, delay, cut, halfAnswer }: RuleFlags): readonly CallFault[] {
  const faults: CallFault[] = []
  if (error !== undefined) {
    faults.push({ kind: 'error', code: error, ...present({ status: numberOf('--status', status), message }) })
  }
  if (delay !== undefined) faults.push({ kind: 'delay', delayMs: durationOf(delay) })
  if (cut !== undefined) faults.push({ kind: 'cut', when: cut })
  if (halfAnswer) faults.push({ kind: 'half-answer' })
  return faults
}

function machineFaults({ slow, refuse, halfApplied }: RuleFlags): readonly MachineFault[] {
  const faults: MachineFault[] = []
  if (slow !== undefined) faults.push({ kind: 'slow', delayMs: durationOf(slow) })
  if (refuse) faults.push({ kind: 'refused' })
  if (halfApplied) faults.push({ kind: 'half-applied' })
  return faults
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** A duration in ms. @throws CommandError when it is none */
export function durationOf(given: string): number {
  const [, count, unit = ''] = /^(\d{1,9})(ms|s|m|h)$/.exec(given) ?? []
  const unitMs = UNITS[unit]
  if (unitMs === undefined) throw new CommandError(texts.badDuration(given), EXIT.usage)
  return Number(count) * unitMs
}

function numberOf(flag: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  if (!/^\d{1,9}(?:\.\d{1,9})?$/.test(given)) throw new CommandError(texts.badNumber(flag, given), EXIT.usage)
  return Number(given)
}

/** Without what is undefined: a contract's optional field is absent. */
function present<T extends Readonly<Record<string, unknown>>>(
  fields: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  // Object.fromEntries forgets which names there are.
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> }
}
