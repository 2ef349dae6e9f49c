import type { Pair } from '../kit/nest-pairs.ts'

/** What a request claims about its sender; nothing of it is proved yet. */
export interface Credentials {
  readonly form: 'header' | 'query'
  readonly accessKeyId: string
  /** `YYYYMMDD` of the scope; the same day as `timestamp`. */
  readonly date: string
  readonly region: string
  readonly service: string
  /** `X-Date` as written: this text is what was signed. */
  readonly timestamp: string
  readonly signedAtMs: number
  /** `X-Expires`, the lifetime of the signature in seconds; undefined when not given or not signed. */
  readonly expiresSeconds: number | undefined
  readonly securityToken: string | undefined
  /** As written, in the order signed: `host;x-date`. */
  readonly signedHeaders: string
  /** The query pairs that were signed, in the order sent. */
  readonly signedPairs: readonly Pair[]
  readonly signature: string
}

/**
 * Why no credentials can be read, one kind per code of spec/volcengine.md §1.8: nothing sent; a part of the request
 * missing; the header not of its form; the credential not of its form; the signature missing; a date that is none.
 */
export type CredentialsProblem =
  | { readonly problem: 'absent' | 'malformedAuthorization' | 'malformedCredential' }
  | { readonly problem: 'missingSignature' | 'malformedTimestamp' }
  | { readonly problem: 'missingInfo'; readonly name: string }

/** Parts of a `Credential`: `AK/YYYYMMDD/region/service/request`. */
type Scope = Pick<Credentials, 'accessKeyId' | 'date' | 'region' | 'service'>

const MOST_SIGNED_HEADERS = 100
const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/

/** Takes `AK/YYYYMMDD/region/service/request` apart. */
export function readScope(credential: string): Scope | CredentialsProblem {
  const [accessKeyId = '', date = '', region = '', service = '', end, ...more] = credential.split('/')
  if (end !== 'request' || more.length > 0 || !/^\d{8}$/.test(date)) return { problem: 'malformedCredential' }
  if (accessKeyId === '') return { problem: 'missingInfo', name: 'Access Key' }
  if (service === '') return { problem: 'missingInfo', name: 'Service' }
  if (region === '') return { problem: 'missingInfo', name: 'Region' }
  // Blanks separate the parts of a cached key's name.
  if (/\s/.test(region + service)) return { problem: 'malformedCredential' }
  return { accessKeyId, date, region, service }
}

/** Reads `X-Date`; its day must be the scope's. Source: spec/volcengine.md §1.6. */
export function readTimestamp(
  text: string | undefined,
  { date }: Scope,
): Pick<Credentials, 'timestamp' | 'signedAtMs'> | CredentialsProblem {
  if (!text) return { problem: 'missingInfo', name: 'X-Date' }
  const [, year, month, day, hour, minute, second] = DATE.exec(text) ?? []
  const signedAtMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(signedAtMs)) return { problem: 'malformedTimestamp' }
  return text.startsWith(date) ? { timestamp: text, signedAtMs } : { problem: 'malformedCredential' }
}

/** Whole seconds; undefined for anything else. */
export function readSeconds(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}

/** One long header named a thousand times would make a short request expensive to hash. */
export function isListOfNames(names: readonly string[]): boolean {
  if (names.length > MOST_SIGNED_HEADERS || new Set(names).size !== names.length) return false
  return names.every((name) => /^[\w-]{1,200}$/.test(name))
}
