import { nameOfHost, serviceUnder } from '../api-hosts.ts'
import type { OpenService } from '../service.ts'
import { header, type WireRequest } from '../wire-request.ts'
import { TENCENT_HOSTS } from './hosts.ts'
import { authorization } from './params.ts'

/** What a call says about the service it is for. */
export interface ServiceClaim {
  readonly request: WireRequest
  readonly version: string
  readonly action: string
}

/** A service, or the name of the one whose version or which itself is not answered. */
export type FoundService =
  { readonly service: OpenService } | { readonly unknown: 'version' | 'product'; readonly name: string }

/**
 * The service of a call, of those that one room answers for. Some share a version and all may share a host, so the
 * first that knows decides: the scope of the signature, the first label of the host, the name of the action. Between
 * CVM and Lighthouse the version decides, whatever scope and host say. Source: spec/tencent.md §1.1, routing rule.
 */
export function findService(
  services: readonly [OpenService, ...OpenService[]],
  { request, version, action }: ServiceClaim,
): FoundService {
  const [own] = services
  const named = (name: string | undefined) => services.find((service) => service.name === name)
  const hints = [scopeService(request), hostLabel(request)]
  const hinted = named(hints[0]) ?? named(hints[1])
  const sameVersion = services.filter((service) => service.version === version)
  if (hinted) return hinted.version === version ? { service: hinted } : unknownVersion(hinted.name)
  const neighbour = hints.find((name) => name !== undefined && TENCENT_HOSTS.services.includes(name))
  const product = neighbour === undefined ? foreignProduct(request) : undefined
  if (product !== undefined) return { unknown: 'product', name: product }
  const service = sameVersion.find(({ actions }) => actions.has(action)) ?? sameVersion[0]
  return service ? { service } : unknownVersion(neighbour ?? own.name)
}

function unknownVersion(name: string): FoundService {
  return { unknown: 'version', name }
}

/**
 * A service of the cloud that is not answered here: one of its own hosts names it, or a scope that the client did not
 * take from the host that it was given.
 */
function foreignProduct(request: WireRequest): string | undefined {
  const host = nameOfHost(header(request, 'host'))
  const ofHost = serviceUnder(TENCENT_HOSTS.root, host)
  const scope = scopeService(request)
  if (ofHost !== undefined || scope === undefined) return ofHost
  return /^[a-z][a-z0-9]*$/.test(scope) && scope !== host.split('.')[0] ? scope : undefined
}

/** Some clients write the first label of their endpoint there, `127` for example. Source: spec/tencent.md §1.4. */
function scopeService(request: WireRequest): string | undefined {
  return /Credential=[^/]*\/[^/]*\/([^/]*)\//.exec(authorization(request) ?? '')?.[1]
}

function hostLabel(request: WireRequest): string | undefined {
  return /^([a-z]+)\./.exec(nameOfHost(header(request, 'host')))?.[1]
}
