import { type CloudHosts, hostNames, nameOfHost, serviceUnder } from '../kit/api-hosts.ts'
import { catalog } from './catalog.ts'

/** Source: spec/volcengine.md §1.1; the second root is the dual-stack one. */
const ROOTS = ['volcengineapi.com', 'volcengine-api.com'] as const
const HOSTS: CloudHosts = {
  root: ROOTS[0],
  regions: catalog.regions.map(({ id }) => id),
  services: ['open', 'ecs', 'vpc', 'storage-ebs', 'iam', 'sts'],
}

/** Names of the API hosts, those under the root domain among them. */
export function volcengineHosts(domain: string | undefined): readonly string[] {
  return [...hostNames(HOSTS, domain), ...hostNames({ ...HOSTS, root: ROOTS[1] }, undefined)]
}

/** Also the sibling services' hosts: one listener answers for all of them. Source: spec/volcengine.md §1.1. */
const API_HOST = /^[a-z0-9.-]+\.(?:volcengineapi|volcengine-api)\.com$/
/** Services that no other cloud has: under a root domain their hosts are for this one. */
const ONLY_HERE: ReadonlySet<string | undefined> = new Set(['open', 'storage-ebs', 'iam'])

/** Whether the host alone tells that a request is for this cloud. */
export function isVolcengineHost(hostHeader: string | undefined, domain: string | undefined): boolean {
  const name = nameOfHost(hostHeader)
  return API_HOST.test(name) || ONLY_HERE.has(serviceUnder(domain, name))
}
