import { Fault } from '../fault.ts'
import type { Instance, InstanceState } from './instance.ts'

/** What can stand against an operation on an instance; each dialect lists them in its own order. */
export type InstanceCheck =
  'supported' | 'linux' | 'state' | 'charged' | 'ioOptimized' | 'passwordAgent' | 'free'

/** What the checks of one call need to know besides the instance. */
export interface CheckedCall {
  readonly action: string
  readonly allowedStates: readonly InstanceState[]
}

/** The first reason not to operate on this instance, in the order of `checks`; undefined when there is none. */
export function findObstacle(
  instance: Instance,
  checks: readonly InstanceCheck[],
  call: CheckedCall,
): Fault | undefined {
  for (const check of checks) {
    const fault = OBSTACLES[check](instance, call)
    if (fault) return fault
  }
  return undefined
}

const OBSTACLES: Record<InstanceCheck, (instance: Instance, call: CheckedCall) => Fault | undefined> = {
  supported: ({ id, isSupported }) => (isSupported ? undefined : new Fault('instanceNotSupported', { id })),
  linux: ({ id, os, osName }) =>
    os === 'linux' ? undefined : new Fault('instanceIsWindows', { id, osName }),
  state: stateObstacle,
  charged: ({ id, state, stoppedMode }) =>
    state === 'stopped' && stoppedMode === 'stop-charging'
      ? new Fault('instanceStoppedWithoutCharge', { id })
      : undefined,
  ioOptimized: ({ id, isIoOptimized }) =>
    isIoOptimized ? undefined : new Fault('instanceNotIoOptimized', { id }),
  passwordAgent: ({ id, hasPasswordAgent }) =>
    hasPasswordAgent ? undefined : new Fault('passwordAgentMissing', { id }),
  free: busyObstacle,
}

/**
 * While a change of access or system power-cycles an instance, its state is only a by-product: the caller is told
 * that the instance is busy. While a start or stop runs, the state itself is the reason.
 */
function stateObstacle(instance: Instance, call: CheckedCall): Fault | undefined {
  const kind = instance.currentOperationId === undefined ? undefined : instance.latestOperation?.kind
  const isByProduct = kind === 'access' || kind === 'reinstall'
  if (isByProduct) return busyObstacle(instance, call)
  const { id, state } = instance
  return call.allowedStates.includes(state) ? undefined : new Fault('instanceState', { id, state })
}

function busyObstacle(instance: Instance, call: CheckedCall): Fault | undefined {
  if (instance.currentOperationId === undefined) return undefined
  const isSameAction = instance.latestOperation?.action === call.action
  return new Fault('instanceBusy', { id: instance.id, state: instance.state, isSameAction })
}
