/** `RSA 2048`, `Ed25519`. */
export function shortType(type: string, bits: number): string {
  if (type === 'ssh-ed25519') return 'Ed25519'
  if (type === 'ssh-rsa') return `RSA ${bits}`
  return type.startsWith('ecdsa-sha2-') ? `ECDSA ${bits}` : type
}
