import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { ConfigError } from './config.ts'

import type { KeyRing, KeyRingStore, ManagementKey } from './drivers/linux-host/enrolment/management-keys.ts'
import type { Sealer } from './store/sql/account-store.ts'
import { replaceWhole } from './write-whole.ts'

const FILE = 'management.keys'

const storedKey = z.strictObject({ publicKey: z.string(), privateKey: z.string() })
const storedRing = z.strictObject({
  current: storedKey,
  next: storedKey.optional(),
  previous: storedKey.optional(),
})

/**
 * The deployment's management keys in the data directory, mode 0600, private keys sealed by the master key. In memory
 * they are new at each start.
 * @throws ConfigError from `read` when the file does not read with this master key
 */
export function managementKeyFile(data: string, sealer: Sealer): KeyRingStore {
  if (data === 'memory') return inMemory()
  const file = join(data, FILE)
  return {
    read: () => (existsSync(file) ? parse(file, sealer) : undefined),
    write(ring) {
      mkdirSync(data, { recursive: true, mode: 0o700 })
      replaceWhole(file, `${JSON.stringify(seal(ring, sealer), undefined, 2)}\n`)
    },
  }
}

function inMemory(): KeyRingStore {
  let kept: KeyRing | undefined
  return { read: () => kept, write: (ring) => void (kept = ring) }
}

function seal(ring: KeyRing, sealer: Sealer): z.input<typeof storedRing> {
  const sealed = ({ publicKey, privateKey }: ManagementKey) => ({
    publicKey,
    privateKey: sealer.seal(privateKey),
  })
  const { current, next, previous } = ring
  return {
    current: sealed(current),
    ...(next && { next: sealed(next) }),
    ...(previous && { previous: sealed(previous) }),
  }
}

function parse(file: string, sealer: Sealer): KeyRing {
  const open = ({ publicKey, privateKey }: z.output<typeof storedKey>): ManagementKey => {
    // Opened when the file is read, so that a wrong master key is told here.
    return { publicKey, privateKey: sealer.open(privateKey) }
  }
  try {
    const { current, next, previous } = storedRing.parse(JSON.parse(readFileSync(file, 'utf8')))
    return {
      current: open(current),
      ...(next && { next: open(next) }),
      ...(previous && { previous: open(previous) }),
    }
  } catch (cause) {
    throw new ConfigError(`the management keys in ${file} do not read with this master key`, { cause })
  }
}
