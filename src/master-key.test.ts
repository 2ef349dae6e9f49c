import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { checkMasterKey, deriveKey, readMasterKey } from './master-key.ts'
import { aesSealer } from './store/sealer.ts'

describe('readMasterKey', () => {
  it('makes a file that only its owner may read, once, and finds it again', () => {
    const directory = mkdtempSync(join(tmpdir(), 'keyplane-key-'))
    try {
      const data = join(directory, 'data')
      const key = readMasterKey(data, undefined)
      expect(key).toHaveLength(32)
      expect(statSync(join(data, 'master.key')).mode & 0o777).toBe(0o600)
      expect(readMasterKey(data, undefined)).toEqual(key)
      writeFileSync(join(data, 'master.key'), 'too short\n')
      expect(() => readMasterKey(data, undefined)).toThrow('the master key must be 32 bytes')
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })

  it('refuses data that was made with another key', () => {
    const directory = mkdtempSync(join(tmpdir(), 'keyplane-key-'))
    try {
      const data = join(directory, 'data')
      const sealer = aesSealer(Buffer.alloc(32, 1))
      checkMasterKey(data, sealer)
      checkMasterKey(data, sealer)
      expect(() => checkMasterKey(data, aesSealer(Buffer.alloc(32, 2)))).toThrow(
        'made with another master key',
      )
      expect(readdirSync(data)).toEqual(['master.check'])
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })

  it('takes hex or base64 from the environment', () => {
    const key = Buffer.alloc(32, 5)
    expect(readMasterKey('memory', key.toString('hex'))).toEqual(key)
    expect(readMasterKey('memory', key.toString('base64'))).toEqual(key)
    expect(() => readMasterKey('memory', 'short')).toThrow('the master key must be 32 bytes')
  })

  it('is another one for each memory, and gives another key for each purpose', () => {
    const key = readMasterKey('memory', undefined)
    expect(readMasterKey('memory', undefined)).not.toEqual(key)
    expect(deriveKey(key, 'a')).toEqual(deriveKey(key, 'a'))
    expect(deriveKey(key, 'a')).not.toEqual(deriveKey(key, 'b'))
  })
})
