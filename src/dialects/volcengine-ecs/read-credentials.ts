import type { Pair } from '../kit/nest-pairs.ts'
import { header, type WireRequest } from '../kit/wire-request.ts'
import {
  type Credentials,
  type CredentialsProblem,
  isListOfNames,
  readScope,
  readSeconds,
  readTimestamp,
} from './credentials.ts'
import { readQueryCredentials } from './query-credentials.ts'
import { valueOf } from './query-pairs.ts'

/**
 * Reads what the request claims about its sender, from the `Authorization` header or, when the query has an
 * `X-Signature`, from the query. Touches no secret. Source: spec/volcengine.md §1.5 steps 1–2, §1.8.
 */
export function readCredentials(
  request: WireRequest,
  query: readonly Pair[],
): Credentials | CredentialsProblem {
  const isQueryForm = valueOf(query, 'X-Signature') !== undefined
  return isQueryForm ? readQueryCredentials(query) : readHeaderCredentials(request, query)
}

function readHeaderCredentials(
  request: WireRequest,
  query: readonly Pair[],
): Credentials | CredentialsProblem {
  const fields = readAuthorization(header(request, 'authorization'))
  if ('problem' in fields) return fields
  const scope = readScope(fields.credential)
  if ('problem' in scope) return scope
  if (fields.signature === '') return { problem: 'missingSignature' }
  const signed = fields.signedHeaders.toLowerCase().split(';')
  // The old Node SDK signs nothing but the date. Source: spec/volcengine.md §1.5.
  if (!signed.includes('x-date') || !isListOfNames(signed)) return { problem: 'malformedAuthorization' }
  const time = readTimestamp(header(request, 'x-date'), scope)
  if ('problem' in time) return time
  return {
    form: 'header',
    ...scope,
    ...time,
    expiresSeconds: readSeconds(valueOf(query, 'X-Expires')),
    securityToken: header(request, 'x-security-token') || valueOf(query, 'X-Security-Token') || undefined,
    signedHeaders: fields.signedHeaders,
    signedPairs: query,
    signature: fields.signature,
  }
}

interface Fields {
  readonly credential: string
  readonly signedHeaders: string
  readonly signature: string
}

function readAuthorization(text: string | undefined): Fields | CredentialsProblem {
  if (!text) return { problem: 'absent' }
  const [, rest] = /^HMAC-SHA256\s+(.*)$/.exec(text) ?? []
  if (rest === undefined) return { problem: 'malformedAuthorization' }
  const fields = new Map<string, string>()
  for (const field of rest.split(',')) {
    const equals = field.indexOf('=')
    if (equals !== -1) fields.set(field.slice(0, equals).trim(), field.slice(equals + 1).trim())
  }
  const credential = fields.get('Credential')
  const signedHeaders = fields.get('SignedHeaders')
  if (credential === undefined || signedHeaders === undefined) return { problem: 'malformedAuthorization' }
  return { credential, signedHeaders, signature: fields.get('Signature') ?? '' }
}
