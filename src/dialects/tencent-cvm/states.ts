import type { InstanceState } from '../../core/instances/instance.ts'

/** One state in this cloud's words. */
interface WireState {
  /** `InstanceState` of DescribeInstances. */
  readonly shown: string
  /** `RestrictState` of DescribeInstances. */
  readonly restrict: 'NORMAL' | 'EXPIRED' | 'PROTECTIVELY_ISOLATED'
  /** End of `UnsupportedOperation.InstanceState…`. */
  readonly code: string
  readonly message: string
}

/**
 * Every state, as shown and as refused. Codes: spec/tencent.md §3.3; messages: seed 000 where it has the code.
 * Unverified: what is shown for frozen, isolating and banned instances, which the documented list of states lacks.
 */
const STATES: Readonly<Record<InstanceState, WireState>> = {
  running: state('RUNNING', 'Running', 'Running instances do not support this operation.'),
  stopped: state('STOPPED', 'Stopped', 'Stopped instances do not support this operation.'),
  starting: state(
    'STARTING',
    'Starting',
    'The instance is starting up, and this operation is not supported.',
  ),
  stopping: state(
    'STOPPING',
    'Stopping',
    'The instance is being shut down, and this operation is not supported.',
  ),
  rebooting: state(
    'REBOOTING',
    'Rebooting',
    'The instances are being restarted, and this operation is not supported.',
  ),
  pending: state(
    'PENDING',
    'Pending',
    'The instances are being created, and this operation is not supported.',
  ),
  terminating: state(
    'TERMINATING',
    'Terminating',
    'The instance is being terminated, and the operation is not supported.',
  ),
  shutdown: state('SHUTDOWN', 'Shutdown', 'Isolated instances do not support this operation.'),
  rescue: state(
    'RESCUE_MODE',
    'RescueMode',
    'Instances in the rescue mode are not available for this operation.',
  ),
  'entering-rescue': state(
    'ENTER_RESCUE_MODE',
    'EnterRescueMode',
    'Instances are entering the rescue mode, and this operation is not supported.',
  ),
  'exiting-rescue': state(
    'EXIT_RESCUE_MODE',
    'ExitRescueMode',
    'Instances are exiting from the rescue mode, and this operation is not supported.',
  ),
  // Not met but in seed files: a reinstallation is shown as stopping, stopped and starting.
  rebuilding: state(
    'REBOOTING',
    'Rebooting',
    'The instances are being restarted, and this operation is not supported.',
  ),
  'live-migrating': state(
    'ENTER_SERVICE_LIVE_MIGRATE',
    'EnterServiceLiveMigrate',
    'The instance ins-xxxxxx in the ENTER_SERVICE_LIVE_MIGRATE status is not supported.',
  ),
  freezing: {
    ...state('SHUTDOWN', 'Freezing', 'The operation is not supported for the frozen instances.'),
    restrict: 'EXPIRED',
  },
  isolating: {
    ...state('SHUTDOWN', 'Isolating', 'Unable to isolate: the instance is isolated'),
    restrict: 'PROTECTIVELY_ISOLATED',
  },
  banned: {
    ...state('SHUTDOWN', 'Banning', 'Banned instances do not support this operation.'),
    restrict: 'PROTECTIVELY_ISOLATED',
  },
  corrupted: state('LAUNCH_FAILED', 'Corrupted', 'Corrupted instances do not support this operation.'),
}

export function wireState(state: InstanceState): WireState {
  return STATES[state]
}

/** The states shown under one of these names, for the filter `instance-state`. */
export function statesShownAs(names: readonly string[]): readonly InstanceState[] {
  // The keys of a record are its key type.
  const all = Object.keys(STATES) as InstanceState[]
  return all.filter((state) => names.includes(STATES[state].shown))
}

function state(shown: string, code: string, message: string): WireState {
  return { shown, code, message, restrict: 'NORMAL' }
}
