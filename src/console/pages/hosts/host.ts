import type { z } from 'zod'

import type { checkedHost } from '../../../own-api/contract/hosts.ts'
import type { client } from '../../kit/api.ts'
import { fullName } from '../../kit/cloud-words.tsx'
import type { MODES, STATES } from './hosts-texts.ts'

export type Host = Awaited<ReturnType<typeof client.hosts.list>>['items'][number]
export type CheckedHost = z.output<typeof checkedHost>
export type DriftMode = keyof typeof MODES
type Hop = Host['way'][number]

/** How a host is called where another account may have the same id. */
export const nameOfHost = fullName

export function hopText({ user, address, port }: Pick<Hop, 'user' | 'address' | 'port'>): string {
  return `${user}@${address.includes(':') ? `[${address}]` : address}:${port}`
}

/** Whether all words of a filter are in what a host is known by. */
export function fitsFilter(host: Host, filter: string): boolean {
  const known = [host.name, host.id, host.account, host.dialect, host.region, host.loginUser]
  const text = [...known, ...host.way.map(hopText)].join(' ').toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** What there is to say about a host after a check: what was done, else what was found. */
export function stateOf({ state, settled }: CheckedHost): keyof typeof STATES {
  return settled ?? state
}

/** Found to be different, and nothing was done about it with success. */
export function isUnsettled({ state, settled }: CheckedHost): boolean {
  return state === 'drifted' && settled !== 'adopted' && settled !== 'enforced'
}

const LONGEST_KEY = 72
const KEPT_BEGIN = 36
const KEPT_END = 20

/** A public key in one line: its type, both ends of its body, its comment. */
export function shortKey(line: string): string {
  return line
    .split(' ')
    .map((part) =>
      part.length > LONGEST_KEY ? `${part.slice(0, KEPT_BEGIN)}…${part.slice(-KEPT_END)}` : part,
    )
    .join(' ')
}
