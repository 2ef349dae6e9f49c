import type { OpenService } from '../service.ts'
import { header, type WireRequest } from '../wire-request.ts'
import { authorization } from './params.ts'

/** What a call says about the service it is for. */
export interface ServiceClaim {
  readonly request: WireRequest
  readonly version: string
  readonly action: string
}

/**
 * The service of a call, of those that one room answers for. Some share a version and all may share a host, so the
 * first that knows decides: the scope of the signature, the first label of the host, the name of the action.
 * Undefined: no such version. Source: spec/tencent.md §1.1, routing rule.
 */
export function findService(
  [own, ...siblings]: readonly [OpenService, ...OpenService[]],
  { request, version, action }: ServiceClaim,
): OpenService | undefined {
  if (siblings.length === 0) return own.version === version ? own : undefined
  const services = [own, ...siblings]
  const named = (name: string | undefined) => services.find((service) => service.name === name)
  const hinted = named(scopeService(request)) ?? named(hostLabel(request))
  if (hinted) return hinted.version === version ? hinted : undefined
  const sameVersion = services.filter((service) => service.version === version)
  return sameVersion.find(({ actions }) => actions.has(action)) ?? sameVersion[0]
}

/** Some clients write the first label of their endpoint there, `127` for example. Source: spec/tencent.md §1.4. */
function scopeService(request: WireRequest): string | undefined {
  return /Credential=[^/]*\/[^/]*\/([^/]*)\//.exec(authorization(request) ?? '')?.[1]
}

function hostLabel(request: WireRequest): string | undefined {
  return /^(?:https?:\/\/)?([a-z]+)\./.exec((header(request, 'host') ?? '').toLowerCase())?.[1]
}
