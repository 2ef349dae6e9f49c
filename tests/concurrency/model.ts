/**
 * The clouds' rules for key pairs and instances as one sequential machine, written from spec/alibaba.md (§2.3, §2.5,
 * §2.6, §2.7, §2.9, §2.10, §3.1) and with nothing of the product's code: one deed at a time, and for each state and
 * deed exactly one answer. Operations that go on after their call was answered have states of their own here; what the
 * machine is told is an event that must come in its turn and exactly once, and only the last turn, in which the instance
 * shows its new state, is hidden: it may come at any time after the machine's last step.
 *
 * A call that shows instances is one deed, too: all statuses and all pairs that it shows are of one moment.
 *
 * What it leaves out: time (a passing state may last for ever; that every one of them ends is checked by whoever looks
 * at the end), steps that fail and are undone, passwords, tags, quotas, other regions and other accounts.
 */
import type { Deed, MachineStep } from './history.ts'

type Phase = 'running' | 'stopped' | 'starting' | 'stopping' | 'rebooting' | 'terminating' | 'gone'

interface Machine {
  readonly phase: Phase
  /** Steps of the phase that the machine was told. */
  readonly told: number
  /** The pair that is wanted: `name#key`, empty for none. */
  readonly bound: string
}

export interface State {
  /** By name, the number of the public key that it has now. */
  readonly pairs: Readonly<Record<string, number>>
  readonly machines: readonly Machine[]
}

export interface Turn {
  readonly answer: string
  readonly next: State
}

/** What the machine is told in each passing phase, and the phase after it. Source: spec/alibaba.md §2.10, §3.1. */
const PASSING: Partial<Record<Phase, { readonly steps: readonly MachineStep[]; readonly end: Phase }>> = {
  starting: { steps: ['apply', 'start'], end: 'running' },
  stopping: { steps: ['stop'], end: 'stopped' },
  rebooting: { steps: ['stop', 'apply', 'start'], end: 'running' },
  terminating: { steps: ['remove'], end: 'gone' },
}

const STATUS: Record<Phase, string> = {
  ...{ running: 'Running', stopped: 'Stopped', starting: 'Starting', rebooting: 'Starting' },
  ...{ stopping: 'Stopping', terminating: 'Stopping', gone: 'absent' },
}

/** How the calls answer. Source: spec/alibaba.md, section beside each. */
export const CODES = {
  done: 'ok',
  /** §2.2 */
  nameTaken: 'KeyPair.AlreadyExist',
  /** §2.5 */
  pairInUse: 'InvalidParameter.KeypairAlreadyAttachedInstance',
  /** §2.6 */
  noPair: 'InvalidKeyPairName.NotFound',
  /** §2.6: an unknown instance; §3.1: a pair that is not bound to this one. */
  notValid: 'InvalidInstanceIds.ValueNotSupported',
  /** §2.10 */
  noInstance: 'InvalidInstanceId.NotFound',
  /** §2.10 */
  wrongStatus: 'IncorrectInstanceStatus',
} as const

const { done } = CODES

/** All instances running and without a pair. */
export function beginning(machines: number, pairs: State['pairs']): State {
  return { pairs, machines: Array.from({ length: machines }, () => inPhase('running', '')) }
}

/** The one answer of this deed in this state and what comes of it; undefined: it cannot happen here. */
export function take(state: State, deed: Deed): Turn | undefined {
  switch (deed.verb) {
    case 'import':
      if (deed.pair in state.pairs) return { answer: CODES.nameTaken, next: state }
      return { answer: done, next: { ...state, pairs: { ...state.pairs, [deed.pair]: deed.key } } }
    case 'deletePairs':
      return deletePairs(state, deed.pairs)
    case 'attach':
    case 'detach':
      return changeBindings(state, deed)
    case 'start':
      return changePhase(state, deed.on, { from: ['stopped'], to: 'starting' })
    case 'stop':
      return changePhase(state, deed.on, { from: ['running'], to: 'stopping' })
    case 'reboot':
      return changePhase(state, deed.on, { from: ['running'], to: 'rebooting' })
    case 'terminate': {
      const from: readonly Phase[] = deed.isForced ? ['running', 'stopped'] : ['stopped']
      return changePhase(state, deed.on, { from, to: 'terminating' })
    }
    case 'show':
      return { answer: together(deed.on.map((place) => lookAt(machineAt(state, place)))), next: state }
    case 'listPairs':
      return { answer: Object.keys(state.pairs).toSorted().join(), next: state }
    case 'machine':
      return tellMachine(state, deed)
  }
}

/** The states that may come by themselves: a machine was told all, and its instance shows the new phase. */
export function hiddenTurns(state: State): readonly State[] {
  return state.machines.flatMap(({ phase, told, bound }, place) => {
    const passing = PASSING[phase]
    if (!passing || told < passing.steps.length) return []
    return [withMachine(state, place, inPhase(passing.end, passing.end === 'gone' ? '' : bound))]
  })
}

/** The same text for the same state. */
export function nameOfState({ pairs, machines }: State): string {
  const names = Object.keys(pairs).toSorted()
  const texts = machines.map(({ phase, told, bound }) => `${phase}${told}${bound}`)
  return `${names.map((name) => pairName(name, pairs[name])).join()}|${texts.join()}`
}

/** A name and the number of its key: a pair that was deleted and imported again is another one. */
export function pairName(name: string, key: number | undefined): string {
  return `${name}#${key ?? ''}`
}

/** All or none; unknown names are ignored. Whoever is being terminated holds nothing back, and loses it. */
function deletePairs(state: State, names: readonly string[]): Turn {
  const doomed = new Set(names.map((name) => pairName(name, state.pairs[name])))
  const holds = ({ phase, bound }: Machine) => phase !== 'terminating' && doomed.has(bound)
  if (state.machines.some(holds)) return { answer: CODES.pairInUse, next: state }
  const pairs = Object.fromEntries(Object.entries(state.pairs).filter(([name]) => !names.includes(name)))
  const machines = state.machines.map((one) => (doomed.has(one.bound) ? { ...one, bound: '' } : one))
  return { answer: done, next: { pairs, machines } }
}

interface BindingDeed {
  readonly verb: 'attach' | 'detach'
  readonly pair: string
  readonly on: readonly number[]
}

/** An unknown pair or instance refuses the call; then each instance has its own outcome, all in the same moment. */
function changeBindings(state: State, { verb, pair, on }: BindingDeed): Turn {
  const key = state.pairs[pair]
  if (key === undefined) return { answer: CODES.noPair, next: state }
  if (on.some((place) => machineAt(state, place).phase === 'gone'))
    return { answer: CODES.notValid, next: state }
  const name = pairName(pair, key)
  const codes = on.map((place) => {
    const { phase, bound } = machineAt(state, place)
    if (phase !== 'running' && phase !== 'stopped') return CODES.wrongStatus
    return verb === 'detach' && bound !== name ? CODES.notValid : done
  })
  const next = on.reduce((before, place, nth) => {
    if (codes[nth] !== done) return before
    return withMachine(before, place, inPhase(machineAt(before, place).phase, verb === 'attach' ? name : ''))
  }, state)
  const [first = done] = codes
  // Of a binding that every instance refuses the first reason is that of the call; an unbinding is answered.
  if (verb === 'attach' && codes.every((code) => code !== done)) return { answer: first, next }
  return { answer: together(codes), next }
}

/** What a call answers for each of its instances, in the order asked for. */
export function together(answers: readonly string[]): string {
  return answers.join('+')
}

function changePhase(state: State, on: number, rule: { from: readonly Phase[]; to: Phase }): Turn {
  const { phase, bound } = machineAt(state, on)
  if (phase === 'gone') return { answer: CODES.noInstance, next: state }
  if (!rule.from.includes(phase)) return { answer: CODES.wrongStatus, next: state }
  return { answer: done, next: withMachine(state, on, inPhase(rule.to, bound)) }
}

/** The machine is told its next step, never another, and is given the key that is wanted at that moment. */
function tellMachine(state: State, { on, step, keys }: Deed & { verb: 'machine' }): Turn | undefined {
  const machine = machineAt(state, on)
  if (PASSING[machine.phase]?.steps[machine.told] !== step) return undefined
  if (step === 'apply' && keys !== machine.bound) return undefined
  return { answer: done, next: withMachine(state, on, { ...machine, told: machine.told + 1 }) }
}

function inPhase(phase: Phase, bound: string): Machine {
  return { phase, told: 0, bound }
}

function machineAt({ machines }: State, place: number): Machine {
  const machine = machines[place]
  if (!machine) throw new Error(`there is no instance ${place}`)
  return machine
}

function withMachine(state: State, place: number, machine: Machine): State {
  return { ...state, machines: state.machines.with(place, machine) }
}

function lookAt({ phase, bound }: Machine): string {
  return shownAs(STATUS[phase], bound.split('#')[0])
}

/** What is seen of one instance, as a text. */
export function shownAs(status: string, pair = ''): string {
  return `${status} ${pair}`
}
