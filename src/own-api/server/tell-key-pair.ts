import type { z } from 'zod'

import type { KeyPair } from '../../core/key-pairs/key-pair.ts'
import { md5Fingerprint, parsePublicKey, sha256Fingerprint } from '../../core/key-pairs/public-key.ts'
import type { keyPair } from '../contract/key-pairs.ts'
import { Problem } from './problem.ts'
import { isoTime } from './texts.ts'

/** A key pair as the own API shows it. */
export function tellKeyPair(given: KeyPair): z.input<typeof keyPair> {
  const { dialect, account, id, name, region, publicKey, fingerprint: md5, description, createdAtMs } = given
  const { type, bits } = typeOf(publicKey)
  return {
    ...{ dialect, account, id, name, region, type, bits, fingerprint: fingerprintOf(publicKey), md5 },
    ...{ publicKey, description, createdAt: isoTime(createdAtMs) },
  }
}

/** `SHA256:…` of a line with a public key. */
export function fingerprintOf(publicKey: string): string {
  return sha256Fingerprint(Buffer.from(publicKey.split(' ')[1] ?? '', 'base64'))
}

/** What a line with a public key says. @throws Problem 400 for one that does not read */
export function inspectPublicKey(text: string) {
  const parsed = parsePublicKey(text)
  if ('problem' in parsed) throw new Problem(400, parsed.detail)
  const { type, bits, blob, comment } = parsed
  return { type, bits, fingerprint: sha256Fingerprint(blob), md5: md5Fingerprint(blob), comment }
}

/** What is stored was read before; should it not read any more, its type is still told. */
function typeOf(publicKey: string): { readonly type: string; readonly bits: number } {
  const parsed = parsePublicKey(publicKey)
  return 'problem' in parsed ? { type: publicKey.split(' ')[0] ?? '', bits: 0 } : parsed
}
