import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { ConfigError } from '../config.ts'
import { writeWhole } from '../write-whole.ts'
import { type CertifiedKey, endOf, readCertifiedKey, toFileText } from './certified-key.ts'

const FILE = 'tls-ca.key'
const DAY_MS = 24 * 3_600_000
const LIFE_MS = 3_650 * DAY_MS
const SHORTEST_REST_MS = 30 * DAY_MS

/**
 * The certificate authority of this data directory: made once, kept in a file of mode 0600 with its key. In memory it
 * is new each time. Throws ConfigError when it ends within 30 days: whoever trusts it has to trust the next one.
 */
export async function readAuthority(data: string, nowMs: number): Promise<CertifiedKey> {
  if (data === 'memory') return issue(nowMs)
  const file = join(data, FILE)
  const kept = readCertifiedKey(file) ?? (await make(file, nowMs))
  if (endOf(kept) - nowMs > SHORTEST_REST_MS) return kept
  throw new ConfigError(
    `${file}: the certificate authority ends soon; remove the file and trust the next one`,
  )
}

async function make(file: string, nowMs: number): Promise<CertifiedKey> {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  writeWhole(file, toFileText(await issue(nowMs)))
  // Another process may have been faster: whichever is in the file counts.
  const kept = readCertifiedKey(file)
  if (!kept) throw new Error(`${file} was removed`)
  return kept
}

/** The library is loaded only when something has to be issued. */
async function issue(nowMs: number): Promise<CertifiedKey> {
  const { issueAuthority } = await import('./issue.ts')
  // Two authorities of the same name would be taken for one another by a client that trusts both.
  const commonName = `Keyplane local CA ${crypto.randomUUID().slice(0, 8)}`
  return issueAuthority(commonName, { fromMs: nowMs, toMs: nowMs + LIFE_MS })
}
