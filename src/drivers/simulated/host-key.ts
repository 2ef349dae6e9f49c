import { createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto'

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

/** The private host key in the OpenSSH format, unencrypted. Source: PROTOCOL.key of OpenSSH. */
export function privateHostKey(hostKeySeed: Buffer, owner: HostKeyOwner): string {
  const { publicKey, seed } = deriveKey(hostKeySeed, owner)
  // Two equal numbers that prove a right decryption; without encryption any will do.
  const check = Buffer.alloc(8)
  const secret = Buffer.concat([
    check,
    sshString(KEY_TYPE),
    sshString(publicKey),
    sshString(Buffer.concat([seed, publicKey])),
    sshString(''),
  ])
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, place) => place + 1))
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0', 'latin1'),
    sshString('none'),
    sshString('none'),
    sshString(''),
    Buffer.from([0, 0, 0, 1]),
    sshString(publicBlob(publicKey)),
    sshString(Buffer.concat([secret, padding])),
  ])
  const lines = body.toString('base64').match(/.{1,70}/g) ?? []
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n')
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
  return Buffer.concat([sshString(KEY_TYPE), sshString(publicKey)])
}

/** A string on the SSH wire: its length in four bytes, then itself. Source: RFC 4251 §5. */
function sshString(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
