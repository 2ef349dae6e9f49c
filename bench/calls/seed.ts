import { SECRET } from '../signed-requests.ts'
import { CLOUDS, type Cloud, nameOf, READ_PAIRS, ROOT_KEY, USER_KEY } from './clouds.ts'

export const ACCOUNT = { id: '1000000001', name: 'bench' }

export interface Wanted {
  readonly clouds?: readonly Cloud[]
  /** Of each cloud. */
  readonly instances: number
  readonly state?: 'running' | 'stopped'
  /** The public key of the first pair, bound to every instance; absent: a made-up one, bound to none. */
  readonly boundKey?: string
}

/** A seed file as JSON, which is YAML too. */
export function seedFile({ clouds = CLOUDS, instances, state = 'stopped', boundKey }: Wanted): string {
  const policies = clouds.map(({ dialect, policy }) => ({ dialect, document: policy }))
  const users = [
    { name: 'root', accessKeys: [{ id: ROOT_KEY, secret: SECRET }] },
    { name: 'ops', accessKeys: [{ id: USER_KEY, secret: SECRET }], policies },
  ]
  const keyPairs = boundKey === undefined ? {} : { keyPairs: [nameOf(0)] }
  return JSON.stringify({
    accounts: [{ ...ACCOUNT, users }],
    keyPairs: clouds.flatMap((cloud) =>
      Array.from({ length: READ_PAIRS + 2 }, (_, number) => ({
        ...ownerOf(cloud),
        id: cloud.pairId(number),
        name: nameOf(number),
        publicKey: number === 0 && boundKey !== undefined ? boundKey : publicKey(number),
      })),
    ),
    instances: clouds.flatMap((cloud) =>
      Array.from({ length: instances }, (_, number) => ({
        ...{ ...ownerOf(cloud), id: cloud.instanceId(number), state, ...keyPairs },
      })),
    ),
  })
}

function ownerOf({ dialect, region }: Cloud) {
  return { dialect, region, account: ACCOUNT.name }
}

const ED25519_HEAD = Buffer.from('0000000b7373682d6564323535313900000020', 'hex')

/** A key that nobody has the private half of. */
function publicKey(number: number): string {
  const point = Buffer.alloc(32, 7)
  point.writeUInt32BE(number)
  return `ssh-ed25519 ${Buffer.concat([ED25519_HEAD, point]).toString('base64')}`
}
