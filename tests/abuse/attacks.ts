import {
  harmlessCalls,
  wrongSignatures,
  replayedNonces,
  hugeQuery,
  hugeForm,
  hugeJson,
  deepJson,
  openApiDocument,
  headerFlood,
} from './attack-calls.ts'
import { harmlessLogins, keyExchanges, bruteForce } from './attack-logins.ts'
import {
  silentConnections,
  slowHeaders,
  slowBodies,
  halfClosed,
  neverReading,
  pipelining,
  silentSsh,
  bannerOnlySsh,
} from './attack-sockets.ts'

/** Every attack, by name. */
export const ATTACKS = {
  harmlessCalls,
  wrongSignatures,
  replayedNonces,
  hugeQuery,
  hugeForm,
  hugeJson,
  deepJson,
  openApiDocument,
  headerFlood,
  harmlessLogins,
  keyExchanges,
  bruteForce,
  silentConnections,
  slowHeaders,
  slowBodies,
  halfClosed,
  neverReading,
  pipelining,
  silentSsh,
  bannerOnlySsh,
} as const
export type AttackName = keyof typeof ATTACKS
