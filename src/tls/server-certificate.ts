import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'

import { replaceWhole } from '../write-whole.ts'
import { type CertifiedKey, endOf, readCertifiedKey, toFileText } from './certified-key.ts'
import { namesOf } from './names.ts'

const FILE = 'tls-server.key'
const DAY_MS = 24 * 3_600_000
/** The longest that clients accept. */
const LIFE_MS = 397 * DAY_MS
const SHORTEST_REST_MS = 30 * DAY_MS

/**
 * The certificate of the server: the one in the data directory as long as it has 30 days left and is for these names
 * and by this authority; else a new one takes its place.
 *
 * @param names as `certificateNames` gives them
 */
export async function readServerCertificate(
  data: string,
  authority: CertifiedKey,
  { names, nowMs }: { readonly names: readonly string[]; readonly nowMs: number },
): Promise<CertifiedKey> {
  const file = join(data, FILE)
  if (data !== 'memory') {
    const kept = readKept(file)
    if (kept && isGood(kept, authority, { names, nowMs })) return kept
  }
  const { issueForServer } = await import('./issue.ts')
  const toMs = Math.min(nowMs + LIFE_MS, endOf(authority))
  const issued = await issueForServer(names, authority, { fromMs: nowMs, toMs })
  if (data !== 'memory') replaceWhole(file, toFileText(issued))
  return issued
}

/** Whether it is time for the next certificate. */
export function endsSoon(certified: CertifiedKey, nowMs: number): boolean {
  return endOf(certified) - nowMs < SHORTEST_REST_MS
}

/** What cannot be read is issued again. */
function readKept(file: string): CertifiedKey | undefined {
  try {
    return readCertifiedKey(file)
  } catch {
    return undefined
  }
}

function isGood(
  kept: CertifiedKey,
  authority: CertifiedKey,
  { names, nowMs }: { readonly names: readonly string[]; readonly nowMs: number },
): boolean {
  try {
    const certificate = new X509Certificate(kept.certificate)
    const isOurs = certificate.verify(new X509Certificate(authority.certificate).publicKey)
    return isOurs && !endsSoon(kept, nowMs) && namesOf(certificate).join() === names.join()
  } catch {
    return false
  }
}
