import type { LoggedCall } from './call-log.ts'

/** How a call says who sends it, as far as it can be read from what was kept of it. */
interface Proof {
  /** As the cloud calls the signature: `TC3-HMAC-SHA256`, `HMAC-SHA1`, …; empty for a call without one. */
  readonly scheme: string
  /** Where the signature stands. */
  readonly place: 'header' | 'query' | 'body' | 'nowhere'
  /** The access key that it names. */
  readonly accessKeyId: string
  /** In the order signed; empty where the scheme signs parameters and no headers. */
  readonly signedHeaders: readonly string[]
  /** When it says that it was signed; absent where that is no time. */
  readonly signedAtMs?: number
  /** Temporary credentials were sent along. */
  readonly hasToken: boolean
}

const NO_PROOF: Proof = {
  ...{ scheme: '', place: 'nowhere', accessKeyId: '', signedHeaders: [], hasToken: false },
}
/** Who sends no method of a version 1 signature means this one. Source: spec/tencent.md §1.5. */
const BY_DEFAULT = 'HmacSHA1'
const TIME_HEADERS = ['x-tc-timestamp', 'x-acs-date', 'x-date']
const TOKEN_HEADERS = ['x-tc-token', 'x-acs-security-token', 'x-security-token']
const TOKEN_PARAMETERS = ['Token', 'SecurityToken', 'X-Security-Token']

/**
 * Reads it from a call without its secrets, when somebody looks at the call: calls themselves pay nothing for it.
 * Source: spec/tencent.md §1.4, §1.5; spec/alibaba.md §1.3, §1.5; spec/volcengine.md §1.5.
 */
export function proofOf({ request }: Pick<LoggedCall, 'request'>): Proof {
  const query = new URLSearchParams(request.query)
  const inHeader = headerProof(request.headers)
  if (inHeader) return { ...inHeader, hasToken: inHeader.hasToken || hasToken(query) }
  return parameterProof('query', query) ?? parameterProof('body', formOf(request.body)) ?? NO_PROOF
}

function headerProof(headers: Readonly<Record<string, string>>): Proof | undefined {
  const [, scheme, rest = ''] = /^([\w-]+)\s+(.*)$/.exec(headers['authorization'] ?? '') ?? []
  if (scheme === undefined || !/Signature=/.test(rest)) return undefined
  const field = (name: string) => new RegExp(`(?:^|[,\\s])${name}=([^,\\s]*)`, 'i').exec(rest)?.[1] ?? ''
  return {
    ...{ scheme, place: 'header' },
    accessKeyId: field('Credential').split('/', 1)[0] ?? '',
    signedHeaders: field('SignedHeaders').split(';').filter(Boolean),
    ...timeOf(TIME_HEADERS.map((name) => headers[name]).find((text) => text !== undefined)),
    hasToken: TOKEN_HEADERS.some((name) => headers[name] !== undefined),
  }
}

function parameterProof(place: 'query' | 'body', params: URLSearchParams): Proof | undefined {
  const found = { place, hasToken: hasToken(params) }
  if (params.has('X-Signature')) {
    return {
      ...found,
      scheme: params.get('X-Algorithm') ?? 'HMAC-SHA256',
      accessKeyId: params.get('X-Credential')?.split('/', 1)[0] ?? '',
      signedHeaders: (params.get('X-SignedHeaders') ?? '').split(';').filter(Boolean),
      ...timeOf(params.get('X-Date')),
    }
  }
  if (!params.has('Signature')) return undefined
  return {
    ...found,
    scheme: params.get('SignatureMethod') ?? BY_DEFAULT,
    accessKeyId: params.get('AccessKeyId') ?? params.get('SecretId') ?? '',
    signedHeaders: [],
    ...timeOf(params.get('Timestamp')),
  }
}

function hasToken(params: URLSearchParams): boolean {
  return TOKEN_PARAMETERS.some((name) => params.has(name))
}

function formOf(body: string): URLSearchParams {
  return new URLSearchParams(body.startsWith('{') ? '' : body)
}

/** Seconds since 1970, `2026-11-21T12:00:00Z` or `20261121T120000Z`. */
function timeOf(text: string | null | undefined): { readonly signedAtMs?: number } {
  if (!text) return {}
  const written = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const signedAtMs = /^\d{1,12}$/.test(text) ? Number(text) * 1_000 : Date.parse(written)
  return Number.isNaN(signedAtMs) ? {} : { signedAtMs }
}
