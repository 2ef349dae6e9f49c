import { hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { ConfigError } from './config.ts'

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
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const key = randomBytes(KEY_BYTES)
  // `wx`: of two processes that start at once, the second must not replace the first one's key.
  writeFileSync(file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  return key
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
