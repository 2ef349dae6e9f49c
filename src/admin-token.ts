import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { ConfigError } from './config.ts'
import { Secret } from './core/secret.ts'
import { makeDataFolder } from './data-folder.ts'
import { writeWhole } from './write-whole.ts'

const TOKEN_BYTES = 32
const FILE = 'admin.token'

/** Sixteen characters or more that can stand in a header, RFC 6750. */
const TOKEN = /^[A-Za-z0-9._~+/-]{16,512}=*$/

/**
 * The token that Keyplane's own API is called with: from the environment, else from a file of mode 0600 in the data
 * directory, made on the first start. In memory it is new each time and nobody is told: who wants to call sets it.
 */
export function readAdminToken(data: string, fromEnvironment: string | undefined): Secret {
  if (fromEnvironment !== undefined) return parseToken(fromEnvironment)
  if (data === 'memory') return new Secret(newToken())
  const file = join(data, FILE)
  if (!existsSync(file)) {
    makeDataFolder(data)
    writeWhole(file, `${newToken()}\n`)
  }
  return parseToken(readFileSync(file, 'utf8').trim())
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

function parseToken(text: string): Secret {
  if (TOKEN.test(text)) return new Secret(text)
  throw new ConfigError('the admin token must be 16 to 512 characters of A-Z, a-z, 0-9 and ._~+/-')
}
