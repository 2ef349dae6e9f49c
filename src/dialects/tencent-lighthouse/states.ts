import type { InstanceState } from '../../core/instances/instance.ts'

/**
 * `InstanceState` of DescribeInstances. Source: spec/tencent.md §2.1. Unverified: what is shown for states that this
 * cloud does not list (live migration, isolating, banned, corrupted).
 */
const SHOWN: Readonly<Record<InstanceState, string>> = {
  running: 'RUNNING',
  stopped: 'STOPPED',
  starting: 'STARTING',
  stopping: 'STOPPING',
  rebooting: 'REBOOTING',
  pending: 'PENDING',
  terminating: 'TERMINATING',
  shutdown: 'SHUTDOWN',
  rescue: 'RESCUE_MODE',
  'entering-rescue': 'ENTER_RESCUE_MODE',
  'exiting-rescue': 'EXIT_RESCUE_MODE',
  rebuilding: 'REBOOTING',
  'live-migrating': 'REBOOTING',
  freezing: 'FREEZING',
  isolating: 'DELETING',
  banned: 'STOPPED',
  corrupted: 'LAUNCH_FAILED',
}

export function shownState(state: InstanceState): string {
  return SHOWN[state]
}

// The keys of a record are its key type.
const ALL_STATES = Object.keys(SHOWN) as InstanceState[]

/** The states shown under one of these names, for the filter `instance-state`. */
export function statesShownAs(names: readonly string[]): readonly InstanceState[] {
  return ALL_STATES.filter((state) => names.includes(SHOWN[state]))
}
