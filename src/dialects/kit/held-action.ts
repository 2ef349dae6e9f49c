import type { InstanceState } from '../../core/instances/instance.ts'

/**
 * What a seeded instance that is held in a state is busy with, where the cloud names its power actions in the
 * singular and shows none of them: the name is only for the audit of the operation.
 */
export function heldAction(state: InstanceState): string {
  switch (state) {
    case 'pending':
      return 'RunInstances'
    case 'starting':
      return 'StartInstance'
    case 'stopping':
      return 'StopInstance'
    case 'terminating':
      return 'DeleteInstance'
    default:
      return 'RebootInstance'
  }
}
