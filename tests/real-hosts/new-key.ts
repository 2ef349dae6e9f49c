import ssh2 from 'ssh2'

export interface NewKey {
  /** `ssh-ed25519 AAAA…` without comment and line end. */
  readonly publicKey: string
  /** OpenSSH text. */
  readonly privateKey: string
}

/** A key pair that nobody else has. */
export function newKey(): NewKey {
  const pair = ssh2.utils.generateKeyPairSync('ed25519')
  // One in some hundred that ssh2 makes does not read.
  if (ssh2.utils.parseKey(pair.private) instanceof Error) return newKey()
  return { privateKey: pair.private, publicKey: pair.public.trim().split(' ').slice(0, 2).join(' ') }
}
