import { type CloudHosts, nameOfHost, serviceUnder } from '../api-hosts.ts'
import { header, type WireRequest } from '../wire-request.ts'
import { TENCENT_REGIONS } from './regions.catalog.ts'

/** Hosts of Tencent Cloud; `intl` stands where a region may. Source: spec/tencent.md §1.1. */
export const TENCENT_HOSTS: CloudHosts = {
  root: 'tencentcloudapi.com',
  regions: ['intl', ...TENCENT_REGIONS.map(({ id }) => id)],
  services: ['cvm', 'lighthouse', 'tag', 'vpc', 'cbs', 'sts', 'api', 'cam'],
}

/** What another cloud may be called by too: under a root domain of one's own these do not tell the clouds apart. */
const SHARED_SERVICES: ReadonlySet<string> = new Set(['vpc', 'sts', 'api'])

/** The service that a request's host names. */
export interface NamedService {
  readonly service: string
  /** False for a host that may be another cloud's as well. */
  readonly isSure: boolean
}

/** The service of the real API hosts and of those under the root domain; undefined for any other host. */
export function serviceOfHost(request: WireRequest, domain: string | undefined): NamedService | undefined {
  const name = nameOfHost(header(request, 'host'))
  const real = serviceUnder(TENCENT_HOSTS.root, name)
  if (real !== undefined) return { service: real, isSure: true }
  const own = serviceUnder(domain, name)
  if (own === undefined || !TENCENT_HOSTS.services.includes(own)) return undefined
  return { service: own, isSure: !SHARED_SERVICES.has(own) }
}
