import type { Claim } from '../dialect.ts'
import { header, type WireRequest } from '../wire-request.ts'
import type { TencentApi } from './api.ts'
import { serviceOfHost } from './hosts.ts'

/** Versions of the Tencent services that have a room. Source: spec/tencent.md §1.1. */
const KNOWN_VERSIONS: ReadonlySet<string> = new Set(['2017-03-12', '2020-03-24'])

/** Services that have a room; calls to their siblings are taken where strays are. Source: spec/tencent.md §1.1. */
const SERVICES_WITH_ROOM: ReadonlySet<string> = new Set(['cvm', 'lighthouse'])

/** What telling the services apart needs to know of one. */
export type Claimant = Pick<TencentApi, 'service' | 'version' | 'takesStrays'>

/**
 * Whether a request is for this service: by its host, else by its version. The two services have actions of the
 * same names, so on `127.0.0.1` only the version tells them apart. Source: spec/tencent.md §1.1.
 *
 * @param domain root domain whose hosts count as API hosts too
 */
export function claimOf(request: WireRequest, api: Claimant, domain?: string): Claim | undefined {
  const named = serviceOfHost(request, domain)
  const isNamed = named !== undefined && answersFor(api, named.service)
  if (isNamed && named.isSure) return 'host'
  const { isTencent, version } = readMarks(request)
  if (version === api.version) return isTencent ? 'shape' : 'version'
  const isStray = version === undefined || !KNOWN_VERSIONS.has(version)
  if (isTencent && isStray && api.takesStrays) return 'shape'
  return isNamed ? 'version' : undefined
}

function answersFor(api: Claimant, service: string): boolean {
  return service === api.service || (api.takesStrays && !SERVICES_WITH_ROOM.has(service))
}

function readMarks(request: WireRequest): { isTencent: boolean; version: string | undefined } {
  const version = header(request, 'x-tc-version')
  const isTc3 = header(request, 'authorization')?.startsWith('TC3-HMAC-SHA256') ?? false
  if (isTc3 || version !== undefined || header(request, 'x-tc-action') !== undefined) {
    return { isTencent: true, version }
  }
  const text = flatText(request)
  return { isTencent: find(text, 'SecretId=') !== undefined, version: find(text, 'Version=', /[\d-]+/y) }
}

/**
 * The first value of a parameter that the pattern, which is sticky, fits. A search for a word, then a look at what is around
 * it: a form of megabytes comes from anybody, and patterns over all of it take fifty times as long.
 */
function find(text: string, mark: string, pattern = /(?:)/y): string | undefined {
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) {
    if (at > 0 && text[at - 1] !== '&') continue
    pattern.lastIndex = at + mark.length
    const [value] = pattern.exec(text) ?? []
    if (value !== undefined) return value
  }
  return undefined
}

/** Query or form, undecoded: neither the names nor the values looked for have anything to decode. */
function flatText(request: WireRequest): string {
  if (request.method === 'GET') return request.rawQuery
  const isForm = /^application\/x-www-form-urlencoded/i.test(header(request, 'content-type') ?? '')
  return isForm ? request.body.toString('latin1') : ''
}
