import type { IncomingHttpHeaders } from 'node:http'

/** One HTTP request as it arrived, before any cloud's words are read from it. */
export interface WireRequest {
  /** Upper-case HTTP method. */
  readonly method: string
  /** Path without the query; the path of an absolute-form target. */
  readonly path: string
  /** Everything after the first `?`, byte for byte; empty when there is none. */
  readonly rawQuery: string
  /** Header names in lower case. `headers.host` is the host that is asked, port and all. */
  readonly headers: IncomingHttpHeaders
  /** The Host header as it came, where the target of a proxied request names another host. */
  readonly sentHost?: string | undefined
  /** The body as received; signatures hash these bytes, so it is never re-serialised. */
  readonly body: Buffer
  /** Address of the TCP peer. */
  readonly sourceAddress: string
  /** True when the connection is TLS. */
  readonly isSecure: boolean
}

/** What goes back on the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The single value of a header, or undefined when it is absent. */
export function header(request: WireRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
