import type { AttackName } from './attacks.ts'

/** One attack, as the tests run it. */
export interface Row {
  readonly attack: AttackName
  /** Connections at the same time: in `npm test`, and where there is time. */
  readonly size: number
  readonly longSize: number
  /** Left out of `npm test`. */
  readonly isLongOnly?: boolean
  /** Most handles that the server may have beside its own. */
  readonly mostHandles?: number
}

/** Limits of `src/http/connection-limits.ts` and of `src/drivers/simulated/strangers.ts`, and some for those who mean well. */
const MOST_OF_A_SOURCE = 4_096 + 64
const MOST_STRANGERS = 1_024 + 64

/** What wants computing: compared with as many connections that send signed reads. */
export const CALL_ATTACKS: readonly Row[] = [
  { attack: 'wrongSignatures', size: 16, longSize: 64 },
  { attack: 'replayedNonces', size: 16, longSize: 64 },
  { attack: 'hugeQuery', size: 2, longSize: 4, isLongOnly: true },
  { attack: 'hugeForm', size: 2, longSize: 4, isLongOnly: true },
  { attack: 'hugeJson', size: 2, longSize: 4, isLongOnly: true },
  { attack: 'deepJson', size: 2, longSize: 4 },
  { attack: 'headerFlood', size: 4, longSize: 16, isLongOnly: true },
  { attack: 'openApiDocument', size: 4, longSize: 16 },
  { attack: 'pipelining', size: 2, longSize: 16 },
]

/** What only holds connections: compared with nobody there. */
export const SOCKET_ATTACKS: readonly Row[] = [
  { attack: 'silentConnections', size: 1_000, longSize: 10_000, mostHandles: MOST_OF_A_SOURCE },
  { attack: 'slowHeaders', size: 500, longSize: 5_000, isLongOnly: true, mostHandles: MOST_OF_A_SOURCE },
  { attack: 'slowBodies', size: 500, longSize: 5_000, mostHandles: MOST_OF_A_SOURCE },
  { attack: 'halfClosed', size: 500, longSize: 2_000, isLongOnly: true },
  { attack: 'neverReading', size: 10, longSize: 20 },
]

/** Compared with as many connections that log in by key. */
export const LOGIN_ATTACKS: readonly Row[] = [
  { attack: 'silentSsh', size: 1_500, longSize: 3_000, mostHandles: MOST_STRANGERS },
  { attack: 'bannerOnlySsh', size: 1_500, longSize: 3_000, isLongOnly: true, mostHandles: MOST_STRANGERS },
  { attack: 'keyExchanges', size: 16, longSize: 64 },
  { attack: 'bruteForce', size: 16, longSize: 64 },
]
