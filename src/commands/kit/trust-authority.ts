import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

import type { CommandContext } from './context.ts'
import { dataOf, type ReachFlags } from './reach.ts'

/** Lets this process trust the CA of `--tls auto` in the data directory, where there is one. */
export async function trustAuthority(context: CommandContext, flags: ReachFlags): Promise<void> {
  const file = join(dataOf(flags, context), 'tls-ca.key')
  if (!existsSync(file)) return
  const { readCertifiedKey } = await import('../../tls/certified-key.ts')
  const kept = readCertifiedKey(file)
  if (kept) setDefaultCACertificates([...getCACertificates('default'), kept.certificate])
}
