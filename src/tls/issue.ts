import { type webcrypto, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'

import { BitString, Integer, OctetString, Utf8String } from 'asn1js'
import {
  AltName,
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  Extension,
  ExtKeyUsage,
  GeneralName,
} from 'pkijs'

import { Secret } from '../core/secret.ts'
import type { CertifiedKey } from './certified-key.ts'
import { addressBytes } from './names.ts'

const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const
const OID = {
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const

/** Bits of the key usage, first byte, RFC 5280 §4.2.1.3. */
const SIGNS_CERTIFICATES_AND_CRLS = 0b0000_0110
const SIGNS_HANDSHAKES = 0b1000_0000

/** Kinds of GeneralName, RFC 5280 §4.2.1.6. */
const DNS_NAME = 2
const IP_ADDRESS = 7

/** Clocks of clients may be a little behind. */
const EARLIER_MS = 24 * 3_600_000

/** The time a certificate is for, in milliseconds since 1970. */
export interface Validity {
  readonly fromMs: number
  readonly toMs: number
}

/** Makes a certificate authority: a new key, and a certificate that it signs itself. It signs no further authorities. */
export async function issueAuthority(commonName: string, validity: Validity): Promise<CertifiedKey> {
  const keys = await newKeys()
  const certificate = await newCertificate(commonName, keys.publicKey, validity)
  certificate.issuer.typesAndValues = [nameOf(commonName)]
  certificate.extensions = [
    extension(
      OID.basicConstraints,
      new BasicConstraints({ cA: true, pathLenConstraint: 0 }).toSchema(),
      true,
    ),
    extension(OID.keyUsage, keyUsage(SIGNS_CERTIFICATES_AND_CRLS), true),
    extension(OID.subjectKeyIdentifier, await keyIdentifier(certificate)),
  ]
  await certificate.sign(keys.privateKey, 'SHA-256')
  return certifiedKey(certificate, keys.privateKey)
}

/** Makes a key and a certificate for a server of these names (DNS names, wildcards, IP addresses), signed by an authority. */
export async function issueForServer(
  names: readonly string[],
  authority: CertifiedKey,
  validity: Validity,
): Promise<CertifiedKey> {
  const keys = await newKeys()
  const certificate = await newCertificate('Keyplane', keys.publicKey, validity)
  const issuer = Certificate.fromBER(new X509Certificate(authority.certificate).raw)
  certificate.issuer = issuer.subject
  const altNames = new AltName({ altNames: names.map(generalName) })
  certificate.extensions = [
    extension(OID.basicConstraints, new BasicConstraints({ cA: false }).toSchema(), true),
    extension(OID.keyUsage, keyUsage(SIGNS_HANDSHAKES), true),
    extension(OID.extKeyUsage, new ExtKeyUsage({ keyPurposes: [OID.serverAuth] }).toSchema()),
    extension(OID.subjectAltName, altNames.toSchema()),
    extension(OID.subjectKeyIdentifier, await keyIdentifier(certificate)),
    extension(
      OID.authorityKeyIdentifier,
      new AuthorityKeyIdentifier({ keyIdentifier: await keyIdentifier(issuer) }).toSchema(),
    ),
  ]
  await certificate.sign(await importKey(authority.key), 'SHA-256')
  return certifiedKey(certificate, keys.privateKey)
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(KEY, true, ['sign', 'verify'])
}

async function importKey(key: Secret): Promise<webcrypto.CryptoKey> {
  const der = Buffer.from(key.reveal().replace(/-----[A-Z ]+-----/g, ''), 'base64')
  return crypto.subtle.importKey('pkcs8', der, KEY, false, ['sign'])
}

async function newCertificate(
  commonName: string,
  key: webcrypto.CryptoKey,
  validity: Validity,
): Promise<Certificate> {
  const certificate = new Certificate()
  // Counted from zero: this is version 3.
  certificate.version = 2
  certificate.serialNumber = newSerialNumber()
  certificate.subject.typesAndValues = [nameOf(commonName)]
  certificate.notBefore.value = new Date(validity.fromMs - EARLIER_MS)
  certificate.notAfter.value = new Date(validity.toMs)
  await certificate.subjectPublicKeyInfo.importKey(key)
  return certificate
}

/** Random and positive, as browsers want it. */
function newSerialNumber(): Integer {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return new Integer({ valueHex: bytes.buffer })
}

function nameOf(commonName: string): AttributeTypeAndValue {
  return new AttributeTypeAndValue({ type: OID.commonName, value: new Utf8String({ value: commonName }) })
}

function generalName(name: string): GeneralName {
  if (isIP(name) === 0) return new GeneralName({ type: DNS_NAME, value: name })
  const value = new OctetString({ valueHex: addressBytes(name).buffer })
  return new GeneralName({ type: IP_ADDRESS, value })
}

function keyUsage(bits: number): BitString {
  const unusedBits = 31 - Math.clz32(bits & -bits)
  return new BitString({ valueHex: Uint8Array.of(bits).buffer, unusedBits })
}

/** Strict clients, Python among them, want key and issuer named by it. */
async function keyIdentifier(certificate: Certificate): Promise<OctetString> {
  return new OctetString({ valueHex: await certificate.getKeyHash('SHA-1') })
}

function extension(
  extnID: string,
  value: { toBER(sizeOnly?: boolean): ArrayBuffer },
  critical = false,
): Extension {
  return new Extension({ extnID, critical, extnValue: value.toBER(false) })
}

async function certifiedKey(
  certificate: Certificate,
  privateKey: webcrypto.CryptoKey,
): Promise<CertifiedKey> {
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey))
  return {
    certificate: pem('CERTIFICATE', Buffer.from(certificate.toSchema(true).toBER(false))),
    key: new Secret(pem('PRIVATE KEY', pkcs8)),
  }
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
