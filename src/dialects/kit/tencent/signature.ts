import type { WireRequest } from '../wire-request.ts'
import { authorization, type Envelope } from './params.ts'
import { parseAuthorization, type Tc3Credentials, type Verification, verifyTc3 } from './tc3-signature.ts'
import { v1Algorithm, type V1Credentials, verifyV1 } from './v1-signature.ts'

/** Who a request says it comes from and how it proves it; trust it only after {@link verify}. */
export type Credentials = Tc3Credentials | V1Credentials

/** A part of the credentials, by its v1 name; `Authorization` is the TC3 header. */
type CredentialName = 'Authorization' | 'Timestamp' | 'Nonce' | 'SecretId' | 'Signature' | 'SignatureMethod'

/** Why no credentials can be read: none sent, one part missing, or one part not of its form. */
export type CredentialsProblem =
  | { readonly problem: 'absent' }
  | { readonly problem: 'missing' | 'malformed'; readonly name: CredentialName }

/** Whole seconds; more digits than a date can hold are refused by the verification of the date. */
const SECONDS = /^\d{1,15}$/

/**
 * Reads what the request claims about its sender. Touches no secret and verifies nothing.
 *
 * Source: spec/tencent.md §1.2 (choice of scheme), §1.4, §1.5; order of problems §1.8.
 */
export function readCredentials(request: WireRequest, envelope: Envelope): Credentials | CredentialsProblem {
  return envelope.scheme === 'tc3' ? readTc3(request, envelope) : readV1(envelope)
}

/** True when the request was signed with this secret key. Constant time in the secret and the signature. */
export function verify(request: WireRequest, credentials: Credentials, needs: Verification): boolean {
  return credentials.scheme === 'tc3'
    ? verifyTc3(request, credentials, needs)
    : verifyV1(request, credentials, needs)
}

function readTc3(request: WireRequest, envelope: Envelope): Credentials | CredentialsProblem {
  const text = authorization(request)
  if (text === undefined) return { problem: 'absent' }
  const { timestamp } = envelope.common
  if (timestamp === undefined) return { problem: 'missing', name: 'Timestamp' }
  if (!SECONDS.test(timestamp)) return { problem: 'malformed', name: 'Timestamp' }
  const credentials = parseAuthorization(text, { timestamp, timestampSeconds: Number(timestamp) })
  return credentials ?? { problem: 'malformed', name: 'Authorization' }
}

function readV1({
  common,
  signing,
  pairs,
}: Extract<Envelope, { scheme: 'v1' }>): Credentials | CredentialsProblem {
  const { timestamp, nonce } = common
  const { secretId, signature, signatureMethod } = signing
  if (!(timestamp ?? nonce ?? secretId ?? signature ?? signatureMethod)) return { problem: 'absent' }
  if (timestamp === undefined) return { problem: 'missing', name: 'Timestamp' }
  if (!SECONDS.test(timestamp)) return { problem: 'malformed', name: 'Timestamp' }
  if (nonce === undefined) return { problem: 'missing', name: 'Nonce' }
  if (!/^\d{1,20}$/.test(nonce)) return { problem: 'malformed', name: 'Nonce' }
  if (secretId === undefined) return { problem: 'missing', name: 'SecretId' }
  if (signature === undefined) return { problem: 'missing', name: 'Signature' }
  const algorithm = v1Algorithm(signatureMethod)
  if (algorithm === undefined) return { problem: 'malformed', name: 'SignatureMethod' }
  const timestampSeconds = Number(timestamp)
  return { scheme: 'v1', accessKeyId: secretId, timestampSeconds, algorithm, signature, pairs }
}
