import { isUtf8 } from 'node:buffer'
import { decodePart, takePieces, utf8OfHeader } from '../kit/urlencoded.ts'
import { header, type WireRequest } from '../kit/wire-request.ts'

/** Most parameters one request may carry, repeats included. */
export const maxParams = 10_000
/** Most dotted segments of one parameter name. */
export const maxDepth = 10

/** Parameters as decoded from the wire: the last of equal names wins, empty values are kept. */
export interface RequestParams {
  /** The query alone, which is what V3 signs. */
  readonly query: ReadonlyMap<string, string>
  /** Query, then form body: what V1 signs and what the business reads. */
  readonly all: ReadonlyMap<string, string>
}

/** A parameter that cannot be read; `name` is cut to a printable length. */
export type ParamsProblem =
  | { readonly problem: 'malformedEncoding'; readonly name: string }
  | { readonly problem: 'malformedName'; readonly name: string }
  | { readonly problem: 'conflictingName'; readonly name: string }
  | { readonly problem: 'tooManyParams'; readonly limit: number }

/** Business parameters after nesting; objects have no prototype. */
type ParamValue = string | ParamValue[] | ParamObject
export interface ParamObject {
  [name: string]: ParamValue
}

type SignatureForm = 'v1' | 'v3'
export type AnswerFormat = 'json' | 'xml'

/** What a request says it is, before anything is checked. */
export interface CallHead {
  readonly form: SignatureForm
  readonly action: string | undefined
  readonly version: string | undefined
  readonly format: AnswerFormat
}

/**
 * Reads query and form body into one ordered map. The body counts when its content type is a form or absent.
 * Source: spec/alibaba.md §1.1, §1.2.
 */
export function readParams(request: WireRequest): RequestParams | ParamsProblem {
  const query = new Map<string, string>()
  const queryText = utf8OfHeader(request.rawQuery)
  if (queryText === undefined) return { problem: 'malformedEncoding', name: 'query' }
  const budget = { left: maxParams }
  const queryProblem = addPairs(query, queryText, budget)
  if (queryProblem !== undefined) return queryProblem
  if (request.body.length === 0 || !carriesForm(request)) return { query, all: query }
  if (!isUtf8(request.body)) return { problem: 'malformedEncoding', name: 'body' }
  const all = new Map(query)
  return addPairs(all, request.body.toString('utf8'), budget) ?? { query, all }
}

/**
 * Reads action, version and answer format. V1 prefers the parameter, V3 the header.
 * Source: spec/alibaba.md §1.1, §1.3.
 */
export function readCallHead(request: WireRequest, params: RequestParams): CallHead {
  const form = signatureForm(request, params)
  const pick = (param: string, headerName: string) => {
    const inParam = params.all.get(param)
    const inHeader = header(request, headerName)
    return (form === 'v1' ? inParam || inHeader : inHeader || inParam) || undefined
  }
  return {
    form,
    action: pick('Action', 'x-acs-action'),
    version: pick('Version', 'x-acs-version'),
    format: form === 'v3' ? 'json' : formatNamed(params.all.get('Format')),
  }
}

/** The answer format of a request whose parameters could not be read. */
export function formatOfUnreadable(request: WireRequest): AnswerFormat {
  if (hasV3Header(request)) return 'json'
  return /(?:^|&)Format=json(?:&|$)/i.test(request.rawQuery) ? 'json' : 'xml'
}

/**
 * Nests the business parameters: `Tag.1.Key` becomes `Tag[0].Key`. Lists are ordered by number and closed up over
 * gaps, common parameters are left out and empty values count as not supplied.
 * Source: spec/alibaba.md §1.2, §1.3, §1.10.
 */
export function nestParams(params: RequestParams): { readonly business: ParamObject } | ParamsProblem {
  const root: Draft = new Map()
  for (const [name, value] of params.all) {
    if (commonParams.has(name)) continue
    const problem = addPath(root, name, value)
    if (problem !== undefined) return problem
  }
  return { business: settleObject(root) }
}

/** RFC 3986 percent-encoding of the UTF-8 bytes, as both signatures want it. Source: spec/alibaba.md §1.4 step 3. */
export function encode(text: string): string {
  if (unreserved.test(text)) return text
  const encoded = encodeURIComponent(text)
  return keptByEncodeUriComponent.test(encoded) ? encoded.replace(/[!'()*]/g, hexOfChar) : encoded
}

/** Parameters in byte order of their decoded names. */
export function sortedNames(params: ReadonlyMap<string, string>): string[] {
  const names = [...params.keys()].sort()
  // UTF-16 order and byte order differ only when surrogate pairs are involved.
  return names.some((name) => surrogate.test(name)) ? names.sort(compareBytes) : names
}

type Draft = Map<string, Draft | string>

// Owner parameters are accepted and ignored; the others belong to the gateway. Source: spec/alibaba.md §1.3.
const commonParams: ReadonlySet<string> = new Set([
  'Action',
  'Version',
  'Format',
  'AccessKeyId',
  'Signature',
  'SignatureMethod',
  'SignatureVersion',
  'SignatureNonce',
  'SignatureType',
  'Timestamp',
  'SecurityToken',
  'BearerToken',
  'OwnerId',
  'OwnerAccount',
  'ResourceOwnerId',
  'ResourceOwnerAccount',
])
const refusedSegments: ReadonlySet<string> = new Set(['', '__proto__', 'prototype', 'constructor'])
const unreserved = /^[A-Za-z0-9\-_.~]*$/
const keptByEncodeUriComponent = /[!'()*]/
const surrogate = /[\ud800-\udfff]/
const digits = /^\d+$/
// N starts at 1; nine digits keep every index exact and small.
const listIndex = /^[1-9]\d{0,8}$/

function hexOfChar(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`
}

function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

function carriesForm(request: WireRequest): boolean {
  const type = header(request, 'content-type')
  return type === undefined || type === '' || /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)
}

function addPairs(
  target: Map<string, string>,
  text: string,
  budget: { left: number },
): ParamsProblem | undefined {
  return takePieces(text, (piece) => {
    if (budget.left === 0) return { problem: 'tooManyParams', limit: maxParams }
    budget.left -= 1
    return addPair(target, piece)
  })
}

function addPair(target: Map<string, string>, pair: string): ParamsProblem | undefined {
  const equals = pair.indexOf('=')
  const rawName = equals === -1 ? pair : pair.slice(0, equals)
  const name = decode(rawName)
  const value = equals === -1 ? '' : decode(pair.slice(equals + 1))
  if (name === undefined || value === undefined) {
    return { problem: 'malformedEncoding', name: shown(name ?? rawName) }
  }
  target.set(name, value)
  return undefined
}

function decode(text: string): string | undefined {
  try {
    return decodePart(text)
  } catch {
    // A URIError: nothing else is thrown.
    return undefined
  }
}

function signatureForm(request: WireRequest, params: RequestParams): SignatureForm {
  if (header(request, 'authorization')?.startsWith('ACS3-')) return 'v3'
  if (params.all.has('Signature') || params.all.has('SignatureMethod')) return 'v1'
  return hasV3Header(request) ? 'v3' : 'v1'
}

// V1 clients send x-acs-action and x-acs-version too, so those two tell nothing.
function hasV3Header({ headers }: WireRequest): boolean {
  return (
    headers.authorization?.startsWith('ACS3-') === true ||
    headers['x-acs-signature-nonce'] !== undefined ||
    headers['x-acs-content-sha256'] !== undefined ||
    headers['x-acs-date'] !== undefined
  )
}

// Unverified: XML when V1 omits Format. Source: spec/alibaba.md §5 U11.
function formatNamed(format: string | undefined): AnswerFormat {
  return format?.toLowerCase() === 'json' ? 'json' : 'xml'
}

function addPath(root: Draft, name: string, value: string): ParamsProblem | undefined {
  // One segment more than allowed is enough to see that there are too many.
  const path = name.split('.', maxDepth + 1)
  if (path.length > maxDepth || path.some(isRefused)) return { problem: 'malformedName', name: shown(name) }
  if (value === '') return undefined
  let node = root
  for (const [depth, segment] of path.entries()) {
    const isLast = depth === path.length - 1
    const child = node.get(segment)
    const isMixed = depth > 0 && node.size > 0 && isList(node) !== listIndex.test(segment)
    if (isMixed || typeof child === 'string' || (isLast && child !== undefined)) {
      return { problem: 'conflictingName', name: shown(name) }
    }
    if (isLast) node.set(segment, value)
    else node = child ?? addBranch(node, segment)
  }
  return undefined
}

function addBranch(node: Draft, segment: string): Draft {
  const branch: Draft = new Map()
  node.set(segment, branch)
  return branch
}

/** Whether the children of a node are numbered; all of one node are of one kind. */
function isList(node: Draft): boolean {
  for (const segment of node.keys()) return listIndex.test(segment)
  return false
}

function isRefused(segment: string): boolean {
  return refusedSegments.has(segment) || (digits.test(segment) && !listIndex.test(segment))
}

function settle(draft: Draft | string): ParamValue {
  if (typeof draft === 'string') return draft
  if (!isList(draft)) return settleObject(draft)
  const ordered = [...draft].sort(([left], [right]) => Number(left) - Number(right))
  return ordered.map(([, child]) => settle(child))
}

function settleObject(draft: Draft): ParamObject {
  const settled: ParamObject = {}
  Object.setPrototypeOf(settled, null)
  for (const [name, child] of draft) settled[name] = settle(child)
  return settled
}

// A name is only echoed, so a hostile one is cut.
function shown(name: string): string {
  return name.length > 128 ? `${name.slice(0, 128)}…` : name
}
