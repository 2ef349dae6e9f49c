import { type CloudHosts, hostNames, nameOfHost, serviceUnder } from '../kit/api-hosts.ts'
import { catalog } from './catalog.ts'

/** Source: spec/alibaba.md §2.11; `vpc-proxy` stands where a region may. */
const HOSTS: CloudHosts = {
  root: 'aliyuncs.com',
  regions: ['vpc-proxy', ...catalog.regions.map(({ id }) => id)],
  services: ['ecs', 'sts', 'location', 'business', 'vpc', 'resourcemanager'],
}

/** Names of the API hosts, those under the root domain among them. */
export function alibabaHosts(domain: string | undefined): readonly string[] {
  return hostNames(HOSTS, domain)
}

/**
 * `ecs.aliyuncs.com`, `ecs.<region>.…`, `ecs-<region>.…`, also the VPC and dual-stack forms. One class for all that may
 * stand between: with a group for each part a host of hyphens could be cut up in more ways than can be tried.
 */
const API_HOST = /^(?:ecs|sts|location|business|vpc|resourcemanager)(?:[.-][a-z0-9.-]*)?\.aliyuncs\.com$/
/** Services that no other cloud has: under a root domain their hosts are for this one. */
const ONLY_HERE: ReadonlySet<string | undefined> = new Set(['location', 'business', 'resourcemanager'])

/** Whether the host alone tells that a request is for this cloud. */
export function isAlibabaHost(hostHeader: string | undefined, domain: string | undefined): boolean {
  const name = nameOfHost(hostHeader)
  return API_HOST.test(name) || ONLY_HERE.has(serviceUnder(domain, name))
}
