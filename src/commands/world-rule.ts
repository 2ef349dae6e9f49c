import type { NewRule } from '../own-api/contract/world.ts'
import { CommandError } from './kit/command-error.ts'
import { durationMs } from './kit/duration.ts'
import { EXIT } from './kit/exit-codes.ts'
import { withoutEmpty } from './kit/without-empty.ts'
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
  const occasion = withoutEmpty({
    nth: numberOf('--nth', nth),
    rate: numberOf('--rate', rate),
    times: numberOf('--times', times),
  })
  const anywhere = withoutEmpty({ dialect, account })
  if (isOfCalls) {
    const match = { ...anywhere, ...withoutEmpty({ action }) }
    // One of those that `callFaults` gave.
    return { on: 'call', match, fault: fault as CallFault, ...occasion }
  }
  // The parser of the command line lets no other step through.
  const match = { ...anywhere, ...withoutEmpty({ instance, step: step as MachineStep | undefined }) }
  return { on: 'machine', match, fault: fault as MachineFault, ...occasion }
}

function callFaults({ error, status, message, delay, cut, halfAnswer }: RuleFlags): readonly CallFault[] {
  const faults: CallFault[] = []
  if (error !== undefined) {
    faults.push({
      kind: 'error',
      code: error,
      ...withoutEmpty({ status: numberOf('--status', status), message }),
    })
  }
  if (delay !== undefined) faults.push({ kind: 'delay', delayMs: durationMs('--delay', delay) })
  if (cut !== undefined) faults.push({ kind: 'cut', when: cut })
  if (halfAnswer) faults.push({ kind: 'half-answer' })
  return faults
}

function machineFaults({ slow, refuse, halfApplied }: RuleFlags): readonly MachineFault[] {
  const faults: MachineFault[] = []
  if (slow !== undefined) faults.push({ kind: 'slow', delayMs: durationMs('--slow', slow) })
  if (refuse) faults.push({ kind: 'refused' })
  if (halfApplied) faults.push({ kind: 'half-applied' })
  return faults
}

function numberOf(flag: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  if (!/^\d{1,9}(?:\.\d{1,9})?$/.test(given)) throw new CommandError(texts.badNumber(flag, given), EXIT.usage)
  return Number(given)
}
