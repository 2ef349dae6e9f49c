import ssh2 from 'ssh2'
import { describe, expect, it } from 'vitest'

import { privateHostKey, publicHostKey } from './host-key.ts'

const SEED = Buffer.alloc(32, 1)

describe('host keys', () => {
  it('are read by the SSH library, and the public half is the private one’s', () => {
    const key = ssh2.utils.parseKey(privateHostKey(SEED, { machineId: 'm1' }))
    if (key instanceof Error) throw key
    expect(`${key.type} ${key.getPublicSSH().toString('base64')}`).toBe(
      publicHostKey(SEED, { machineId: 'm1' }),
    )
    const signature = key.sign('text')
    expect(key.verify('text', signature)).toBe(true)
  })

  it('stay the same for one machine and differ between machines, seeds and the shared address', () => {
    const keys = [
      publicHostKey(SEED, { machineId: 'm1' }),
      publicHostKey(SEED, { machineId: 'm2' }),
      publicHostKey(SEED, { machineId: 'shared' }),
      publicHostKey(SEED, 'shared'),
      publicHostKey(Buffer.alloc(32, 2), { machineId: 'm1' }),
    ]
    expect(new Set(keys).size).toBe(keys.length)
    expect(publicHostKey(SEED, { machineId: 'm1' })).toBe(keys[0])
  })
})
