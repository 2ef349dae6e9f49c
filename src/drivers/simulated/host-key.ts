import { createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto'
import { encodeOpensshPrivateKey } from '../../core/key-pairs/openssh-private-key.ts'
import { encodeString } from '../../core/key-pairs/ssh-wire.ts'

/** PKCS#8 wrapping of a raw ed25519 seed. Source: RFC 8410 §7. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

const KEY_TYPE = 'ssh-ed25519'

/** Whose host key: one machine's, or that of the address that all machines share. */
export type HostKeyOwner = { readonly machineId: string } | 'shared'

/**
 * Public host key as it stands in known_hosts after the host name: `ssh-ed25519 AAAA…`. The same seed and machine give
 * the same key for ever.
 */
export function publicHostKey(hostKeySeed: Buffer, owner: HostKeyOwner): string {
  const { publicKey } = deriveKey(hostKeySeed, owner)
  return `${KEY_TYPE} ${publicBlob(publicKey).toString('base64')}`
}

/** The private host key in the OpenSSH format, unencrypted. */
export function privateHostKey(hostKeySeed: Buffer, owner: HostKeyOwner): string {
  const { publicKey, seed } = deriveKey(hostKeySeed, owner)
  // The check number proves a right decryption; without encryption any will do.
  return encodeOpensshPrivateKey({ seed, publicKey, blob: publicBlob(publicKey) }, 0)
}

function deriveKey(hostKeySeed: Buffer, owner: HostKeyOwner): { seed: Buffer; publicKey: Buffer } {
  // Length-free but unambiguous: the shared key's purpose is no prefix of a machine's.
  const purpose =
    owner === 'shared' ? 'keyplane ssh host key: shared' : `keyplane ssh host key: machine ${owner.machineId}`
  const seed = Buffer.from(hkdfSync('sha256', hostKeySeed, Buffer.alloc(0), purpose, 32))
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  // The raw public key is the end of its SubjectPublicKeyInfo. Source: RFC 8410 §4.
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { seed, publicKey }
}

function publicBlob(publicKey: Buffer): Buffer {
  return Buffer.concat([encodeString(KEY_TYPE), encodeString(publicKey)])
}
