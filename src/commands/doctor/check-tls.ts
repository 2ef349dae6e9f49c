import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'

import { endOf, readCertifiedKey } from '../../tls/certified-key.ts'
import { type Finding, ok, type Patient, problem, reasonOf, skipped } from './finding.ts'
import { dataTexts, tlsTexts as texts } from './texts.ts'

const DAY_MS = 86_400_000
/** With less than 30 days left `serve` refuses the CA: this is the time to trust the next one. */
const SHORTEST_REST_DAYS = 60

/** How long the CA of `--tls auto`, or the certificate given, still lasts. */
export function checkTls({ config: { data, tls }, context }: Patient): Finding {
  const isGiven = tls !== undefined && tls !== 'auto'
  const file = isGiven ? tls.certFile : join(data, 'tls-ca.key')
  try {
    const endMs = isGiven ? endOfCertificate(file) : endOfAuthority(data, file)
    if (endMs === undefined) return skipped('tls', texts.noAuthority)
    const days = Math.floor((endMs - context.now()) / DAY_MS)
    if (days > SHORTEST_REST_DAYS) return ok('tls', texts.lasts(file, days))
    const remedy = isGiven ? texts.nextCertificate : texts.nextAuthority(file)
    return problem('tls', texts.endsSoon(file, days), remedy)
  } catch (error) {
    return problem('tls', dataTexts.unreadable(file, reasonOf(error)), dataTexts.bringBack(file))
  }
}

function endOfCertificate(file: string): number {
  return new X509Certificate(readFileSync(file)).validToDate.getTime()
}

function endOfAuthority(data: string, file: string): number | undefined {
  const kept = data === 'memory' ? undefined : readCertifiedKey(file)
  return kept && endOf(kept)
}
