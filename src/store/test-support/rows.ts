import type { Instance } from '../../core/instances/instance.ts'
import type { KeyPair } from '../../core/key-pairs/key-pair.ts'
import type { Operation } from '../../core/operations/operation.ts'

export const SCOPE = { account: '1', dialect: 'cloud', region: 'here' }

export function keyPair(id: string, fields: Partial<KeyPair> = {}): KeyPair {
  return {
    ...SCOPE,
    id,
    name: `name-${id}`,
    publicKey: `ssh-ed25519 ${id}`,
    importedText: `ssh-ed25519 ${id} comment\n`,
    fingerprint: 'f'.repeat(32),
    description: '',
    project: '',
    tags: [],
    createdAtMs: 1_000,
    updatedAtMs: 1_000,
    ...fields,
  }
}

export function instance(id: string, fields: Partial<Instance> = {}): Instance {
  return {
    ...SCOPE,
    id,
    zone: 'here-1',
    name: `name-${id}`,
    os: 'linux',
    osName: 'Debian 12',
    loginUser: 'root',
    state: 'running',
    stoppedMode: undefined,
    isIoOptimized: true,
    hasPasswordAgent: true,
    isSupported: true,
    imageId: 'image',
    type: 'small',
    chargeType: 'postpaid',
    project: '',
    description: '',
    hostName: id,
    driver: 'simulated',
    address: '127.64.0.1',
    privateAddress: '10.64.0.1',
    passwordHash: undefined,
    allowsPassword: false,
    desiredVersion: 1,
    appliedVersion: 1,
    currentOperationId: undefined,
    latestOperation: undefined,
    keyPairIds: [],
    attributes: { nested: { value: 1 } },
    tags: [],
    createdAtMs: 1_000,
    ...fields,
  }
}

export function operation(id: string, fields: Partial<Operation> = {}): Operation {
  return {
    id,
    account: SCOPE.account,
    dialect: SCOPE.dialect,
    instanceId: 'i-1',
    kind: 'access',
    action: 'Bind',
    requestId: 'request-1',
    steps: [{ name: 'applyAccess', shows: 'running', takesTime: false }],
    step: 0,
    isUndoing: false,
    endState: 'running',
    isForced: true,
    before: {
      state: 'running',
      stoppedMode: undefined,
      keyPairIds: ['old'],
      allowsPassword: true,
      passwordHash: undefined,
    },
    attempt: 0,
    fence: 0,
    dueAtMs: 5_000,
    deadlineAtMs: 9_000,
    outcome: 'running',
    message: '',
    createdAtMs: 1_000,
    ...fields,
  }
}
