import { isIPv6 } from 'node:net'

/** Groups of an IPv6 address that name a network; the rest belongs to one customer, who has all of them. */
const NETWORK_GROUPS = 4
const GROUPS = 8
const MAPPED = '::ffff:'

/**
 * Whom an address stands for where connections and failures are counted: of IPv4 the address, of IPv6 the network of
 * 64 bits. Source: PerSourceNetBlockSize, sshd_config(5), whose default takes every IPv6 address for a source of its own.
 */
export function sourceOf(address: string | undefined): string {
  if (address === undefined || !isIPv6(address)) return address ?? ''
  if (address.startsWith(MAPPED)) return address.slice(MAPPED.length)
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? []
  const front = groupsOf(head)
  const back = groupsOf(tail ?? '')
  const zeros = Array.from({ length: GROUPS - front.length - back.length }, () => '0')
  return [...front, ...zeros, ...back].slice(0, NETWORK_GROUPS).join(':')
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':')
}
