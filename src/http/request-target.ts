import type { IncomingHttpHeaders } from 'node:http'

const ABSOLUTE_FORM = /^https?:\/\/([^/?]*)(.*)$/i

/** A forward proxy is asked for `http://cvm.example/?…`: what follows the host, as an origin server is asked. */
export function originForm(target: string): string {
  const rest = ABSOLUTE_FORM.exec(target)?.[2]
  if (rest === undefined) return target
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** The headers of a request, with the host of an absolute-form target in place of the Host header: RFC 9112 §3.2.2. */
export function effectiveHeaders(target: string, headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const host = ABSOLUTE_FORM.exec(target)?.[1]
  return host === undefined || host === headers.host ? headers : { ...headers, host }
}

/** The target of CONNECT, RFC 9112 §3.2.3; undefined when it is none. */
export function authorityForm(target: string): { readonly host: string; readonly port: number } | undefined {
  const [, host, port] = /^([a-z0-9.-]{1,253}|\[[0-9a-f:.]+\]):(\d{1,5})$/i.exec(target) ?? []
  return host === undefined ? undefined : { host: host.toLowerCase(), port: Number(port) }
}
