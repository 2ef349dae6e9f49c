/** What is needed to send a call again. */
export interface SentCall {
  /** Where the server answers, such as `http://127.0.0.1:7420`. */
  readonly endpoint: string
  readonly service: string
  readonly action: string
  readonly version: string
  readonly region: string
  readonly accessKeyId: string
  /** Parameters as a tree; in requests that are no JSON all values are text. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** The same as names and texts, in byte order of the names: `Tag.1.Key`. */
  readonly pairs: readonly Pair[]
  readonly isJson: boolean
}

export type Pair = readonly [name: string, value: string]

/** What the console knows of a call. */
interface KeptCall {
  readonly dialect: string
  readonly service: string
  readonly action: string
  readonly region: string
  readonly verification: { readonly accessKeyId: string }
  readonly request: {
    readonly query: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
}

export type Cloud = 'tencent' | 'alibaba' | 'volcengine'

export const NO_ACCESS_KEY = 'YOUR_ACCESS_KEY_ID'
export const NO_SECRET = 'YOUR_SECRET_KEY'

/** Names that belong to the gateways, and that every signature sets anew. Source: spec/*.md §1.3. */
const COMMON: Readonly<Record<Cloud, ReadonlySet<string>>> = {
  tencent: new Set([
    ...['Action', 'Version', 'Region', 'Timestamp', 'Nonce', 'SecretId', 'Signature', 'SignatureMethod'],
    ...['Token', 'Language', 'RequestClient'],
  ]),
  alibaba: new Set([
    ...['Action', 'Version', 'Format', 'AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureVersion'],
    ...['SignatureNonce', 'SignatureType', 'Timestamp', 'SecurityToken'],
  ]),
  volcengine: new Set([
    ...['Action', 'Version', 'X-Expires', 'X-Date', 'X-Security-Token', 'X-Algorithm', 'X-Credential'],
    ...['X-SignedHeaders', 'X-SignedQueries', 'X-NotSignBody', 'X-Signature'],
  ]),
}

/** What a list's first entry is called. Source: spec/tencent.md §1.6, spec/alibaba.md §1.2, spec/volcengine.md §1.4. */
const FIRST: Readonly<Record<Cloud, number>> = { tencent: 0, alibaba: 1, volcengine: 1 }

export function cloudOf(dialect: string): Cloud | undefined {
  const [name] = dialect.split('-', 1)
  return name === 'tencent' || name === 'alibaba' || name === 'volcengine' ? name : undefined
}

/** What scripts and programs are given as it is. Anybody may have made the call: the rest is quoted, or not told. */
const WORD = /^[\w.-]+$/

/** Undefined: what was kept of the call is not enough to send it again. */
export function sentCall(cloud: Cloud, call: KeptCall, endpoint: string): SentCall | undefined {
  const { request, service, action } = call
  const query = [...new URLSearchParams(request.query)]
  const json = jsonOf(request.body)
  // A body that was too long to be kept, or is of another kind, stands there as its size.
  const isForm = request.body !== '' && /^[^\s(]+=/.test(request.body)
  if (service === '' || (request.body !== '' && json === undefined && !isForm)) return undefined
  const sent = [...query, ...(isForm ? new URLSearchParams(request.body) : [])]
  const own = new Map(sent.filter(([name]) => !COMMON[cloud].has(name)))
  const pairs = json ? [...own, ...flatten(json, FIRST[cloud])] : [...own]
  const head = (name: string) => request.headers[`x-tc-${name}`] ?? request.headers[`x-acs-${name}`]
  const version = new Map(sent).get('Version') ?? head('version')
  const words = [action, version ?? '', ...(call.region === '' ? [] : [call.region])]
  if (version === undefined || !words.every((word) => WORD.test(word))) return undefined
  return {
    ...{ endpoint, service, action, version, isJson: json !== undefined },
    region: call.region,
    accessKeyId: call.verification.accessKeyId || NO_ACCESS_KEY,
    parameters: json ?? nest(pairs),
    pairs: pairs.toSorted(([left], [right]) => (left < right ? -1 : Number(left > right))),
  }
}

/** RFC 3986, as every signature wants it. */
export function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

export function queryOf(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
}

/** As a shell reads it. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** `127.0.0.1:7420` of `http://127.0.0.1:7420`. */
export function hostOf(endpoint: string): string {
  return endpoint.slice(endpoint.indexOf('://') + 3)
}

export function isSecure(endpoint: string): boolean {
  return endpoint.startsWith('https:')
}

function jsonOf(body: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = body.startsWith('{') ? JSON.parse(body) : undefined
    return isTree(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function flatten(value: unknown, first: number, path = ''): Pair[] {
  const under = (name: string | number) => (path === '' ? String(name) : `${path}.${name}`)
  if (Array.isArray(value)) return value.flatMap((each, index) => flatten(each, first, under(index + first)))
  if (isTree(value)) return Object.entries(value).flatMap(([name, each]) => flatten(each, first, under(name)))
  if (value === null || value === undefined) return []
  return [[path, typeof value === 'string' ? value : JSON.stringify(value)]]
}

interface Tree {
  [name: string]: Tree | string
}

function nest(pairs: readonly Pair[]): Record<string, unknown> {
  const root = emptyTree()
  for (const [name, value] of pairs) {
    const parts = name.split('.')
    const last = parts.pop() ?? ''
    let at = root
    for (const part of parts) {
      const inside = at[part]
      const next = typeof inside === 'object' ? inside : emptyTree()
      at[part] = next
      at = next
    }
    at[last] = value
  }
  return Object.fromEntries(Object.entries(root).map(([name, value]) => [name, listed(value)]))
}

/** Without a prototype: a call may have a parameter of any name. */
function emptyTree(): Tree {
  return Object.create(null) as Tree
}

/** What has only numbers for names is a list. */
function listed(value: Tree | string): unknown {
  if (typeof value === 'string') return value
  const entries = Object.entries(value).map(([name, each]) => [name, listed(each)] as const)
  return entries.every(([name]) => /^\d+$/.test(name))
    ? entries.map(([, each]) => each)
    : Object.fromEntries(entries)
}
