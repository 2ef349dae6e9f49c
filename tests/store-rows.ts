import type { Instance } from '../src/core/instances/instance.ts'
import type { KeyPair } from '../src/core/key-pairs/key-pair.ts'
import type { Operation } from '../src/core/operations/operation.ts'

type Named = { readonly account: string; readonly dialect: string; readonly id: string }

/** Rows as the stores take them, for tests to which only their names matter. */
export function keyPairOf(named: Named & { readonly region: string }): KeyPair {
  return {
    ...named,
    name: named.id,
    publicKey: `ssh-ed25519 ${named.id}`,
    importedText: '',
    fingerprint: '',
    description: '',
    project: '',
    tags: [],
    createdAtMs: 1,
    updatedAtMs: 1,
  }
}

export function instanceOf(named: Named & { readonly region: string }): Instance {
  return {
    ...named,
    ...{ zone: 'zone', name: named.id, os: 'linux', osName: 'Debian', loginUser: 'root', state: 'running' },
    ...{ stoppedMode: undefined, isIoOptimized: true, hasPasswordAgent: true, isSupported: true },
    ...{ imageId: '', type: '', chargeType: 'postpaid', project: '', description: '', hostName: '' },
    ...{ driver: 'simulated', address: '', privateAddress: '', passwordHash: undefined },
    ...{ allowsPassword: false, desiredVersion: 1, appliedVersion: 1, currentOperationId: undefined },
    ...{ latestOperation: undefined, keyPairIds: [], attributes: {}, tags: [], createdAtMs: 1 },
  }
}

export function operationOf(named: Named): Operation {
  return {
    ...named,
    ...{ instanceId: 'i', kind: 'access', action: 'Bind', requestId: 'r', steps: [], step: 0 },
    ...{ isUndoing: false, endState: 'running', isForced: false, attempt: 0, fence: 0 },
    before: {
      ...{ state: 'running', stoppedMode: undefined, keyPairIds: [] },
      ...{ allowsPassword: true, passwordHash: undefined },
    },
    ...{ dueAtMs: 1, deadlineAtMs: 2, outcome: 'running', message: '', createdAtMs: 1 },
  }
}
