import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { readAdminToken } from './admin-token.ts'
import { ConfigError } from './config.ts'

const directory = mkdtempSync(join(tmpdir(), 'keyplane-token-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe('readAdminToken', () => {
  it('makes a token once, readable by its owner only', () => {
    const data = join(directory, 'data')
    const token = readAdminToken(data, undefined).reveal()
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(readAdminToken(data, undefined).reveal()).toBe(token)
    expect(readFileSync(join(data, 'admin.token'), 'utf8')).toBe(`${token}\n`)
    expect(statSync(join(data, 'admin.token')).mode & 0o777).toBe(0o600)
  })

  it('prefers the one of the environment, and writes nothing then', () => {
    const data = join(directory, 'none')
    expect(readAdminToken(data, 'a-token-of-a-test').reveal()).toBe('a-token-of-a-test')
    expect(statSync(data, { throwIfNoEntry: false })).toBeUndefined()
  })

  it('is another one each time in memory', () => {
    const [one, other] = [readAdminToken('memory', undefined), readAdminToken('memory', undefined)]
    expect(one.reveal()).not.toBe(other.reveal())
  })

  it.each(['', 'short', 'fifteen-letters', 'with a blank inside it', 'ünicode-is-no-header'])(
    'refuses %j without repeating it',
    (text) => {
      expect(() => readAdminToken('memory', text)).toThrow(ConfigError)
      expect(() => readAdminToken('memory', text)).toThrow(/^the admin token must be 16 to 512 characters/)
    },
  )

  it('refuses a file that was emptied', () => {
    writeFileSync(join(directory, 'admin.token'), '\n')
    expect(() => readAdminToken(directory, undefined)).toThrow(ConfigError)
  })
})
