import type { Claim } from '../dialect.ts'
import { header, type WireRequest } from '../wire-request.ts'
import type { TencentApi } from './api.ts'

/** Versions of the Tencent services that have a room. Source: spec/tencent.md §1.1. */
const KNOWN_VERSIONS: ReadonlySet<string> = new Set(['2017-03-12', '2020-03-24'])

/** What telling the services apart needs to know of one. */
export type Claimant = Pick<TencentApi, 'service' | 'version' | 'takesStrays'>

/**
 * Whether a request is for this service: by its host, else by its version. The two services have actions of the
 * same names, so on `127.0.0.1` only the version tells them apart. Source: spec/tencent.md §1.1.
 */
export function claimOf(request: WireRequest, api: Claimant): Claim | undefined {
  if (hostService(request) === api.service) return 'host'
  const { isTencent, version } = readMarks(request)
  if (version === api.version) return isTencent ? 'shape' : 'version'
  const isStray = version === undefined || !KNOWN_VERSIONS.has(version)
  return isTencent && isStray && api.takesStrays ? 'shape' : undefined
}

/** `cvm` of `cvm.ap-guangzhou.tencentcloudapi.com:80`; tccli writes the scheme before it. */
function hostService(request: WireRequest): string | undefined {
  const host = (header(request, 'host') ?? '').toLowerCase()
  return /^(?:https?:\/\/)?([a-z]+)(?:\.[a-z0-9-]+)?\.tencentcloudapi\.com(?::\d+)?$/.exec(host)?.[1]
}

function readMarks(request: WireRequest): { isTencent: boolean; version: string | undefined } {
  const version = header(request, 'x-tc-version')
  const isTc3 = header(request, 'authorization')?.startsWith('TC3-HMAC-SHA256') ?? false
  if (isTc3 || version !== undefined || header(request, 'x-tc-action') !== undefined) {
    return { isTencent: true, version }
  }
  const text = flatText(request)
  return { isTencent: /(?:^|&)SecretId=/.test(text), version: /(?:^|&)Version=([\d-]+)/.exec(text)?.[1] }
}

/** Query or form, undecoded: neither the names nor the values looked for have anything to decode. */
function flatText(request: WireRequest): string {
  if (request.method === 'GET') return request.rawQuery
  const isForm = /^application\/x-www-form-urlencoded/i.test(header(request, 'content-type') ?? '')
  return isForm ? request.body.toString('latin1') : ''
}
