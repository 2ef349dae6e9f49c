import type { X509Certificate } from 'node:crypto'
import { isIP, isIPv4 } from 'node:net'

const OF_THIS_MACHINE = ['localhost', '127.0.0.1', '::1']
const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/** Everything the server is called by: API hosts, the root domain, this machine, and where it listens. */
export function certificateNames(where: {
  readonly apiHosts: readonly string[]
  readonly domain: string | undefined
  readonly listenHost: string
}): readonly string[] {
  const { apiHosts, domain, listenHost } = where
  const names = [...apiHosts, ...OF_THIS_MACHINE, ...(domain === undefined ? [] : [domain])]
  if (!EVERY_ADDRESS.has(listenHost)) names.push(listenHost)
  return [...new Set(names.map(plainName))].sort()
}

/** The names that a certificate was issued for, in the form and order of `certificateNames`. */
export function namesOf(certificate: X509Certificate): readonly string[] {
  const entries = (certificate.subjectAltName ?? '').split(', ')
  return [...new Set(entries.map((entry) => plainName(entry.replace(/^(?:DNS|IP Address):/, ''))))].sort()
}

/** Four or sixteen bytes of an IP address. */
export function addressBytes(address: string): Uint8Array<ArrayBuffer> {
  if (isIPv4(address)) return Uint8Array.from(address.split('.'), Number)
  const [head = '', tail] = plainName(address).split('::')
  const before = groups(head)
  const after = groups(tail ?? '')
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0)
  const all = [...before, ...zeros, ...after]
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]))
}

function groups(text: string): readonly number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}

/** One spelling for each name: lower case, and the shortest form of an IPv6 address. */
function plainName(name: string): string {
  return isIP(name) === 6 ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name.toLowerCase()
}
