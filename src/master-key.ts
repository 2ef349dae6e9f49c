import { hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { ConfigError } from './config.ts'
import { Secret } from './core/secret.ts'
import { makeDataFolder } from './data-folder.ts'
import type { Sealer } from './store/sql/account-store.ts'
import { writeWhole } from './write-whole.ts'

const KEY_BYTES = 32
const FILE = 'master.key'

/**
 * The key that everything secret hangs on: from the environment (64 hex digits or base64 of 32 bytes), else from a
 * file of mode 0600 in the data directory, made on the first start. In memory it is new each time.
 */
export function readMasterKey(data: string, fromEnvironment: string | undefined): Buffer {
  if (fromEnvironment !== undefined) return parseMasterKey(fromEnvironment)
  if (data === 'memory') return randomBytes(KEY_BYTES)
  const file = join(data, FILE)
  if (existsSync(file)) return parseMasterKey(readFileSync(file, 'utf8').trim())
  makeDataFolder(data)
  writeWhole(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`)
  return parseMasterKey(readFileSync(file, 'utf8').trim())
}

const CHECK_FILE = 'master.check'
const CHECK_TEXT = 'keyplane'

/**
 * Makes sure that the data was made with this key: a text sealed at the first start must open. Without it a wrong key
 * would be noticed only by the callers, one by one.
 */
export function checkMasterKey(data: string, sealer: Sealer): void {
  if (data === 'memory') return
  makeDataFolder(data)
  const file = join(data, CHECK_FILE)
  if (!existsSync(file)) writeWhole(file, `${sealer.seal(new Secret(CHECK_TEXT))}\n`)
  try {
    if (sealer.open(readFileSync(file, 'utf8').trim()).reveal() === CHECK_TEXT) return
  } catch {
    // Said below.
  }
  throw new ConfigError(`the data in ${data} was made with another master key`)
}

/** Purpose of the key that the SSH host keys of simulated machines are derived from. */
export const SSH_HOST_KEYS = 'ssh host keys'

/** What host keys are derived from: the master key, or a number that everybody may know, in tests that compare runs. */
export function hostKeySeedOf(masterKey: Buffer, seedNumber: number | undefined): Buffer {
  if (seedNumber === undefined) return deriveKey(masterKey, SSH_HOST_KEYS)
  return deriveKey(Buffer.from(`seed number ${seedNumber}`), SSH_HOST_KEYS)
}

/** A key for one purpose; knowing it tells nothing about the master key. */
export function deriveKey(masterKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `keyplane ${purpose}`, KEY_BYTES))
}

function parseMasterKey(text: string): Buffer {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (key.length !== KEY_BYTES) {
    throw new ConfigError('the master key must be 32 bytes, as 64 hex digits or base64')
  }
  return key
}
