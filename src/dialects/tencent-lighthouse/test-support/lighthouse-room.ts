import { refusal, type TestRoom, testRoom } from '../../kit/tencent/test-support/test-room.ts'

/** A Keyplane for a test file of this dialect. */
export function lighthouseRoom(seed = ''): TestRoom {
  return testRoom({ version: '2020-03-24', seed })
}

/** One line of a seed file: an instance in ap-guangzhou with these further fields. */
export function seededInstance(id: string, fields = '', region = 'ap-guangzhou'): string {
  const more = fields === '' ? '' : `, ${fields}`
  return `  - { dialect: tencent-lighthouse, account: acme, region: ${region}, id: ${id}${more} }\n`
}

/** One line of a seed file: a key pair. `material` makes the public key a different one. */
export function seededKeyPair(id: string, name: string, material = 0, region = 'ap-guangzhou'): string {
  const key = Buffer.concat([ED25519_HEAD, Buffer.alloc(32, material + 1)]).toString('base64')
  return `  - { dialect: tencent-lighthouse, account: acme, region: ${region}, id: ${id}, name: ${name}, publicKey: "ssh-ed25519 ${key} me" }\n`
}

const ED25519_HEAD = Buffer.from('0000000b7373682d6564323535313900000020', 'hex')

// Messages of seed 003.
export const NO_SUCH_INSTANCE = refusal(
  'ResourceNotFound.InstanceIdNotFound',
  'The instance ID does not exist.',
)
export const NO_SUCH_KEY_PAIR = refusal('ResourceNotFound.KeyIdNotFound', 'The key pair ID does not exist.')
export const MALFORMED_INSTANCE = refusal(
  'InvalidParameterValue.InstanceIdMalformed',
  'Invalid parameter value: the instance ID format is invalid.',
)
export const MALFORMED_KEY_PAIR = refusal(
  'InvalidParameterValue.KeyPairIdMalformed',
  'Invalid parametric value: the key pair ID format is invalid.',
)
export const DUPLICATED = refusal(
  'InvalidParameterValue.Duplicated',
  'Invalid parameter value: duplicate values are not allowed.',
)
export const CREATING = refusal(
  'OperationDenied.InstanceCreating',
  'It is not allowed to manipulate this instance, as it is being created.',
)
export const BUSY = refusal(
  'UnsupportedOperation.LatestOperationUnfinished',
  'Unsupported operation: the last operation of the instance has not been completed.',
)
export const IN_PROGRESS = refusal(
  'OperationDenied.InstanceOperationInProgress',
  'It is not allowed to manipulate this instance, as the last operation is still in progress.',
)
export const WRONG_STATE = refusal(
  'UnsupportedOperation.InvalidInstanceState',
  /^Unsupported operation: the instance status is invalid\./,
)

/** The refusal of a list of ids that is too long. */
export function tooMany(name: string): unknown {
  return refusal(
    'InvalidParameterValue.LimitExceeded',
    `Invalid parametric value: the number of parameter values exceeds the upper limit. (\`${name}\`)`,
  )
}

/** The refusal of a value outside its range. */
export function outside(name: string): unknown {
  return refusal(
    'InvalidParameterValue.OutOfRange',
    `Invalid parametric value: it is not within the valid range. (\`${name}\`)`,
  )
}
