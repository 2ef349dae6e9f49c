import { header, type WireRequest } from '../wire-request.ts'
import { TENCENT_HOSTS } from './hosts.ts'

/** Which hosts beside the one sent a client may have signed. */
export interface HostTrust {
  /** Real host names of the services answered here, such as `cvm.tencentcloudapi.com`. */
  readonly apiHosts: readonly string[]
  /** True behind a reverse proxy that sets `X-Forwarded-Host` itself. */
  readonly trustsForwardedHost: boolean
}

/**
 * The hosts that stand for a service wherever a call is sent: the real one and the one under the root domain.
 * Source: spec/tencent.md §1.4, candidate 3.
 */
export function serviceHosts(service: string, domain: string | undefined): readonly string[] {
  const real = `${service}.${TENCENT_HOSTS.root}`
  return domain === undefined ? [real] : [real, `${service}.${domain}`]
}

/**
 * The hosts to try after the host that is asked failed: the same without port (Node SDK), the real service hosts
 * (`ApigwEndpoint` of the Go and Python SDKs), the Host header of a proxied request, and the reverse proxy's. Source: spec/tencent.md §1.4.
 */
export function otherSignedHosts(request: WireRequest, trust: HostTrust): readonly string[] {
  const sent = sentHost(request)
  const hosts = new Set([sent.replace(/:\d+$/, ''), ...trust.apiHosts])
  // tccli signs what it sends to a proxy: a Host with its scheme.
  if (request.sentHost) hosts.add(request.sentHost)
  if (trust.trustsForwardedHost) {
    const forwarded = header(request, 'x-forwarded-host')?.split(',', 1)[0]?.trim()
    if (forwarded) hosts.add(forwarded)
  }
  hosts.delete(sent)
  return [...hosts]
}

/**
 * The `Host` header byte for byte: tccli sends and signs `http://127.0.0.1:8080`, so it is never taken apart.
 * Source: spec/tencent.md §1.4.
 */
export function sentHost(request: WireRequest): string {
  return header(request, 'host') ?? ''
}

/** `/` first, which most clients sign whatever they ask for; then the path itself. Source: spec/tencent.md §1.4. */
export function signedPaths(request: WireRequest): readonly string[] {
  return request.path === '/' || request.path === '' ? ['/'] : ['/', request.path]
}
