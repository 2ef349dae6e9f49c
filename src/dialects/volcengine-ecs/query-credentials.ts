import type { Pair } from '../kit/nest-pairs.ts'
import {
  type Credentials,
  type CredentialsProblem,
  isListOfNames,
  readScope,
  readSeconds,
  readTimestamp,
} from './credentials.ts'
import { valueOf } from './query-pairs.ts'

/**
 * Reads the claims of a presigned request. What is not listed in `X-SignedQueries` is not covered by the signature
 * and therefore neither business nor lifetime; the token is the exception, as three clients append it afterwards.
 * Source: spec/volcengine.md §1.5.
 */
export function readQueryCredentials(query: readonly Pair[]): Credentials | CredentialsProblem {
  const { 'X-Credential': credential, ...given } = valuesOf(query)
  if (credential === undefined) return { problem: 'missingInfo', name: 'X-Credential' }
  const scope = readScope(credential)
  if ('problem' in scope) return scope
  const signature = given['X-Signature']
  if (!signature) return { problem: 'missingSignature' }
  const signedHeaders = given['X-SignedHeaders'] ?? ''
  const names = signedHeaders === '' ? [] : signedHeaders.toLowerCase().split(';')
  const isOurs = (given['X-Algorithm'] ?? 'HMAC-SHA256') === 'HMAC-SHA256'
  if (!isOurs || !isListOfNames(names)) return { problem: 'malformedAuthorization' }
  const time = readTimestamp(given['X-Date'], scope)
  if ('problem' in time) return time
  const signedNames = new Set((given['X-SignedQueries'] ?? '').split(';'))
  const signedPairs = query.filter(([name]) => signedNames.has(name))
  return {
    form: 'query',
    ...scope,
    ...time,
    expiresSeconds: readSeconds(valueOf(signedPairs, 'X-Expires')),
    securityToken: given['X-Security-Token'] || undefined,
    signedHeaders,
    signedPairs,
    signature,
  }
}

const NAMES = [
  ...['X-Credential', 'X-Signature', 'X-SignedHeaders', 'X-Algorithm', 'X-Date', 'X-SignedQueries'],
  'X-Security-Token',
] as const

function valuesOf(query: readonly Pair[]): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(NAMES.map((name) => [name, valueOf(query, name)]))
}
