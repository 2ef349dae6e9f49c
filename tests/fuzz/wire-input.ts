import type { WireRequest } from '../../src/dialects/kit/wire-request.ts'
import { effectiveHeaders, originForm } from '../../src/http/request-target.ts'

/** `METHOD target`, header lines, an empty line, the body: line ends are bare, so that mutations break them less. */
export interface WireInput {
  readonly method?: string
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export function wireInput({ method = 'GET', target, headers = {}, body = '' }: WireInput): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`)
  return `${method} ${target}\n${lines.join('')}\n${body}`
}

/** The request that the listener would hand to a dialect for these bytes. Node refuses other header names itself. */
export function wireRequest(input: Buffer): WireRequest {
  const end = input.indexOf('\n\n')
  const head = input.toString('latin1', 0, end === -1 ? input.length : end)
  const [first = '', ...lines] = head.split('\n')
  const [method = '', sent = '/'] = first.split(' ', 2)
  // Not without a prototype: node's own headers have one.
  const own: Record<string, string> = {}
  for (const line of lines) {
    const [, name, value = ''] = /^([!#$%&'*+.^_`|~\w-]+): ?([^\0\r]*)$/.exec(line) ?? []
    if (name !== undefined && name !== '__proto__') own[name.toLowerCase()] ??= value
  }
  const target = originForm(sent)
  const queryAt = target.indexOf('?')
  return {
    method,
    path: queryAt === -1 ? target : target.slice(0, queryAt),
    rawQuery: queryAt === -1 ? '' : target.slice(queryAt + 1),
    headers: effectiveHeaders(sent, own),
    sentHost: own['host'],
    body: end === -1 ? Buffer.alloc(0) : input.subarray(end + 2),
    sourceAddress: '192.0.2.1',
    isSecure: false,
  }
}
