import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { ConfigError } from './config.ts'
import { ManagementKeys } from './drivers/linux-host/enrolment/management-keys.ts'
import { managementKeyFile } from './management-key-file.ts'
import { aesSealer } from './store/sealer.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyplane-management-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sealer = aesSealer(Buffer.alloc(32, 1))
const keysIn = (data: string, by = sealer) => new ManagementKeys(managementKeyFile(data, by))

describe('the management key', () => {
  it('is made once, for its owner only, and stands nowhere in plain text', async () => {
    const data = join(folder, 'once')
    const keys = keysIn(data)
    const [first, second] = await Promise.all([keys.current(), keys.current()])
    expect(second).toEqual(first)
    expect(first.publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]{68}$/)
    const again = await keysIn(data).current()
    expect(again.publicKey).toBe(first.publicKey)
    expect(again.privateKey.reveal()).toBe(first.privateKey.reveal())
    const file = join(data, 'management.keys')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).not.toContain('PRIVATE KEY')
  })

  it('does not open with another master key', async () => {
    const data = join(folder, 'other')
    await keysIn(data).current()
    await expect(keysIn(data, aesSealer(Buffer.alloc(32, 2))).current()).rejects.toThrow(ConfigError)
  })

  it.each(['memory', join(folder, 'rotated')])(
    'is replaced step by step, each safe to repeat: %s',
    async (data) => {
      const keys = keysIn(data)
      const old = await keys.current()
      const next = await keys.begin()
      expect((await keys.begin()).publicKey).toBe(next.publicKey)
      expect((await keys.current()).publicKey).toBe(old.publicKey)
      expect((await keys.commit()).publicKey).toBe(old.publicKey)
      expect((await keys.current()).publicKey).toBe(next.publicKey)
      expect((await keys.leftOver())?.publicKey).toBe(old.publicKey)
      await expect(keys.commit()).rejects.toThrow('there is no rotation to commit')
      await keys.finish()
      expect(await keys.leftOver()).toBeUndefined()
      expect((await keys.current()).publicKey).toBe(next.publicKey)
    },
  )
})
