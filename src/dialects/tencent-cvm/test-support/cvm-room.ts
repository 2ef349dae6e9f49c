import { type TestRoom, testRoom } from '../../kit/tencent/test-support/test-room.ts'
import { refusal } from '../../kit/tencent/test-support/test-room.ts'

/** A Keyplane for a test file of this dialect. */
export function cvmRoom(seed = ''): TestRoom {
  return testRoom({ version: '2017-03-12', seed })
}

/** One line of a seed file: an instance in ap-guangzhou with these further fields. */
export function seededInstance(id: string, fields = ''): string {
  const more = fields === '' ? '' : `, ${fields}`
  return `  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ${id}${more} }\n`
}

/** One line of a seed file: a key pair. `material` makes the public key a different one. */
export function seededKeyPair(id: string, name: string, material = 0): string {
  const key = Buffer.concat([ED25519_HEAD, Buffer.alloc(32, material + 1)]).toString('base64')
  return `  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ${id}, name: ${name}, publicKey: "ssh-ed25519 ${key} me" }\n`
}

const ED25519_HEAD = Buffer.from('0000000b7373682d6564323535313900000020', 'hex')

export const NO_SUCH_INSTANCE = refusal(
  'InvalidInstanceId.NotFound',
  "The specified instance ID `['ins-00000000']` is not found.",
)
export const MALFORMED_INSTANCE = refusal(
  'InvalidInstanceId.Malformed',
  /`ins-1122` has an invalid ID length/,
)
export const NO_SUCH_KEY_PAIR = refusal(
  'InvalidKeyPairId.NotFound',
  'Invalid key pair ID. The specified key pair ID does not exist.',
)
export const MALFORMED_KEY_PAIR = refusal(
  'InvalidKeyPairId.Malformed',
  /^Invalid key pair ID. The specified key pair ID has an invalid format. For example, `/,
)

/** The refusal of a list of ids that is too long. */
export function tooMany(name: string): unknown {
  return refusal(
    'InvalidParameterValue.LimitExceeded',
    `The number of parameter values exceeds the limit. (\`${name}\`)`,
  )
}

/** The refusal of an instance in this state. */
export function inState(code: string, message: string | RegExp): unknown {
  return refusal(`UnsupportedOperation.InstanceState${code}`, message)
}
