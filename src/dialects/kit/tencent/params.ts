import { type ActionParams, nestPairs, type Pair } from '../nest-pairs.ts'
import { header, type WireRequest } from '../wire-request.ts'
import { readFormPairs, readPairs } from './flat-params.ts'
import { readJsonParams } from './json-params.ts'
import { readMultipart } from './multipart.ts'
import type { ParamProblem } from './param-problem.ts'

/** How the action parameters travel: forms A, B and D, C, E of spec/tencent.md §1.2 in this order. */
type Form = 'json' | 'query' | 'multipart' | 'urlencoded'

/** What every call says beside its own parameters. Empty texts count as absent. Source: spec/tencent.md §1.3. */
interface CommonParams {
  readonly action: string | undefined
  readonly version: string | undefined
  readonly region: string | undefined
  readonly language: string | undefined
  /** Seconds since 1970 as written; not checked to be a number. */
  readonly timestamp: string | undefined
  /** v1 only. Up to 2^63−1, therefore text. */
  readonly nonce: string | undefined
  /** Session token of temporary credentials. */
  readonly token: string | undefined
  readonly requestClient: string | undefined
}

/** Common parameters that only the signature reads. */
interface V1SignatureParams {
  readonly secretId: string | undefined
  readonly signature: string | undefined
  readonly signatureMethod: string | undefined
}

/**
 * A request with its form and common parameters known and its action parameters not yet read, so that a
 * refused caller never has a body parsed. With `scheme: 'tc3'` the common parameters come from headers,
 * with `'v1'` from among `pairs`, all parameters in the order sent. `'tc3'` does not mean that it is signed.
 */
export type Envelope = { readonly form: Form; readonly common: CommonParams } & (
  | { readonly scheme: 'tc3' }
  | { readonly scheme: 'v1'; readonly pairs: readonly Pair[]; readonly signing: V1SignatureParams }
)

const KIB = 1024

/** Bytes of query or body. Source: spec/tencent.md §1.2. */
const LIMIT_BYTES: Readonly<Record<Form, number>> = {
  json: 10 * KIB * KIB,
  query: 32 * KIB,
  multipart: 10 * KIB * KIB,
  urlencoded: KIB * KIB,
}

const POST_FORMS: ReadonlyMap<string, Form> = new Map([
  ['application/json', 'json'],
  ['multipart/form-data', 'multipart'],
  ['application/x-www-form-urlencoded', 'urlencoded'],
])

const V1_COMMON: ReadonlySet<string> = new Set([
  'Action',
  'Version',
  'Region',
  'Timestamp',
  'Nonce',
  'SecretId',
  'Signature',
  'SignatureMethod',
  'Token',
  'Language',
  'RequestClient',
])

/**
 * Tells the form and the scheme of a request and reads its common parameters. `Authorization` decides for TC3,
 * else a `Signature` parameter for v1; unsigned requests are read the way their `X-TC-Action` suggests.
 *
 * Source: spec/tencent.md §1.2, §1.3.
 */
export function readEnvelope(request: WireRequest): Envelope | ParamProblem {
  const form = readForm(request)
  if (typeof form !== 'string') return form
  const isTc3 = form === 'json' || form === 'multipart' || authorization(request) !== undefined
  const limitBytes = LIMIT_BYTES[form]
  const size = form === 'query' ? request.rawQuery.length : request.body.length
  if (size > limitBytes) return { problem: 'tooLarge', limitBytes, scheme: isTc3 ? 'tc3' : 'v1' }
  return isTc3 ? { form, scheme: 'tc3', common: headerCommon(request) } : readV1Envelope(request, form)
}

/**
 * Reads the action parameters. Text stays text in all forms but JSON; `null` and empty lists are left out.
 * Source: spec/tencent.md §1.6.
 */
export function readActionParams(
  request: WireRequest,
  envelope: Envelope,
): { readonly params: ActionParams } | ParamProblem {
  if (envelope.scheme === 'v1') return nestPairs(envelope.pairs.filter(([name]) => !V1_COMMON.has(name)))
  if (envelope.form === 'json') return readJsonParams(request.body)
  const pairs = readFlatPairs(request, envelope.form)
  return 'problem' in pairs ? pairs : nestPairs(pairs)
}

/** The `Authorization` header; `SKIP` is how the Go SDK sends an unsigned call. Source: spec/tencent.md §1.4. */
export function authorization(request: WireRequest): string | undefined {
  const value = header(request, 'authorization')
  return value === '' || value === 'SKIP' ? undefined : value
}

function readForm(request: WireRequest): Form | ParamProblem {
  if (request.method === 'GET') return 'query'
  if (request.method !== 'POST') return { problem: 'unsupportedMethod', method: request.method }
  const contentType = header(request, 'content-type')
  const form = POST_FORMS.get(contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '')
  return form ?? { problem: 'unsupportedContentType', contentType }
}

function readFlatPairs(request: WireRequest, form: Exclude<Form, 'json'>): readonly Pair[] | ParamProblem {
  if (form === 'query') return readPairs(request.rawQuery)
  if (form === 'urlencoded') return readFormPairs(request.body)
  return readMultipart(header(request, 'content-type') ?? '', request.body)
}

function readV1Envelope(request: WireRequest, form: 'query' | 'urlencoded'): Envelope | ParamProblem {
  const pairs = readFlatPairs(request, form)
  if ('problem' in pairs) return pairs
  const values = new Map<string, string>()
  for (const [name, value] of pairs) {
    if (!V1_COMMON.has(name)) continue
    if (values.has(name)) return { problem: 'conflictingName', name }
    values.set(name, value)
  }
  if (!values.get('Signature') && header(request, 'x-tc-action')) {
    return { form, scheme: 'tc3', common: headerCommon(request) }
  }
  return { form, scheme: 'v1', pairs, common: pairCommon(values), signing: pairSigning(values) }
}

function headerCommon(request: WireRequest): CommonParams {
  return {
    action: header(request, 'x-tc-action') || undefined,
    version: header(request, 'x-tc-version') || undefined,
    region: header(request, 'x-tc-region') || undefined,
    language: header(request, 'x-tc-language') || undefined,
    timestamp: header(request, 'x-tc-timestamp') || undefined,
    nonce: undefined,
    token: header(request, 'x-tc-token') || undefined,
    requestClient: header(request, 'x-tc-requestclient') || undefined,
  }
}

function pairCommon(values: ReadonlyMap<string, string>): CommonParams {
  return {
    action: values.get('Action') || undefined,
    version: values.get('Version') || undefined,
    region: values.get('Region') || undefined,
    language: values.get('Language') || undefined,
    timestamp: values.get('Timestamp') || undefined,
    nonce: values.get('Nonce') || undefined,
    token: values.get('Token') || undefined,
    requestClient: values.get('RequestClient') || undefined,
  }
}

function pairSigning(values: ReadonlyMap<string, string>): V1SignatureParams {
  return {
    secretId: values.get('SecretId') || undefined,
    signature: values.get('Signature') || undefined,
    signatureMethod: values.get('SignatureMethod') || undefined,
  }
}
