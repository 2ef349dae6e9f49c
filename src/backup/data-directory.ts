import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { type Config, ConfigError } from '../config.ts'
import { deriveKey, readMasterKey } from '../master-key.ts'
import type { Sealer } from '../store/sql/account-store.ts'
import { aesSealer } from '../store/sealer.ts'

const MASTER_KEY = 'master.key'
const MASTER_KEY_CHECK = 'master.check'

/** What enrolled hosts are reached with; the private keys in it are sealed with the master key. */
export const MANAGEMENT_KEYS = 'management.keys'

/** Files beside the database that a copy needs to serve the same answers. Nothing in them may be open to read. */
const FILES = [MANAGEMENT_KEYS]

/** The sealed text that tells the master key of an embedded database; undefined where no server was ever started. */
export function readMasterKeyCheck(data: string): string | undefined {
  return readIfThere(join(data, MASTER_KEY_CHECK))?.trim()
}

/** @throws ConfigError when a private key in them is not sealed */
export function readDataFiles(data: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  if (data === 'memory') return files
  for (const name of FILES) {
    const text = readIfThere(join(data, name))
    if (text === undefined) continue
    if (text.includes('PRIVATE KEY'))
      throw new ConfigError(`${join(data, name)} has a private key in it that is not sealed`)
    files.set(name, text)
  }
  return files
}

/**
 * What opens the secrets in the rows. Unlike a server, restoring never makes a master key: a new one fits nothing.
 * @throws ConfigError when there is none
 */
export function existingSealer({ data, masterKey }: Pick<Config, 'data' | 'masterKey'>): Sealer {
  if (masterKey === undefined && (data === 'memory' || !existsSync(join(data, MASTER_KEY)))) {
    throw new ConfigError(
      `the backup's master key is needed: copy it to ${join(data, MASTER_KEY)}, or set KEYPLANE_MASTER_KEY`,
    )
  }
  return aesSealer(deriveKey(readMasterKey(data, masterKey), 'access key secrets'))
}

export function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
