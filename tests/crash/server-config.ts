import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Config, readConfig } from '../../src/config.ts'

/** Of Keyplane's own API here. */
export const ADMIN_TOKEN = 'crash-matrix-admin-token-0123456789abcdef'

/** A server that is started often, on data that `flags` name. */
export function configOf(flags: Readonly<Record<string, string>>): Config {
  return readConfig({
    flags: {
      ...{ listen: '127.0.0.1:0', 'ssh-listen': 'off', 'transition-ms': '1', 'log-level': 'silent' },
      ...flags,
    },
    environment: {
      KEYPLANE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      KEYPLANE_ADMIN_TOKEN: ADMIN_TOKEN,
    },
    file: join(tmpdir(), 'keyplane-crash-matrix-has-no-file.yaml'),
  })
}
