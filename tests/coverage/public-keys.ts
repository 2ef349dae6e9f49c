const ED25519_HEAD = Buffer.from('0000000b7373682d6564323535313900000020', 'hex')

/** The nth of many different public keys. */
export function publicKeyLine(nth: number): string {
  const material = Buffer.alloc(32)
  material.writeUInt32BE(nth + 1, 0)
  return `ssh-ed25519 ${Buffer.concat([ED25519_HEAD, material]).toString('base64')} key-${nth}`
}
