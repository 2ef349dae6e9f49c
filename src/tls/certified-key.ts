import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'

import { Secret } from '../core/secret.ts'

/** A private key and the certificate for it, both PEM. */
export interface CertifiedKey {
  readonly certificate: string
  readonly key: Secret
}

const KEY = /-----BEGIN PRIVATE KEY-----\n[^-]+-----END PRIVATE KEY-----\n/
const CERTIFICATE = /-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n/

/** Both in one file, so that no crash leaves a key without its certificate. */
export function toFileText({ certificate, key }: CertifiedKey): string {
  return key.reveal() + certificate
}

/** Undefined when there is no such file. Throws when it holds something else. */
export function readCertifiedKey(file: string): CertifiedKey | undefined {
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  const [key] = KEY.exec(text) ?? []
  const [certificate] = CERTIFICATE.exec(text) ?? []
  if (key === undefined || certificate === undefined)
    throw new Error(`${file} holds no key with a certificate`)
  return { certificate, key: new Secret(key) }
}

/** When the certificate ends, in milliseconds since 1970. Throws when it cannot be read. */
export function endOf({ certificate }: CertifiedKey): number {
  return new X509Certificate(certificate).validToDate.getTime()
}
