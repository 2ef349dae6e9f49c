import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { ConfigError, environmentName, readConfig, SETTINGS } from './config.ts'

const directory = mkdtempSync(join(tmpdir(), 'keyplane-config-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const noFile = join(directory, 'none.yaml')

function read(flags: Record<string, string>, environment: Record<string, string> = {}, file = noFile) {
  return readConfig({ flags, environment, file })
}

function complaintOf(work: () => unknown) {
  try {
    work()
  } catch (error) {
    if (error instanceof ConfigError) return error.text
    throw error
  }
  return undefined
}

describe('readConfig', () => {
  it('has the documented defaults', () => {
    expect(read({})).toEqual({
      listen: { host: '127.0.0.1', port: 7420 },
      tls: undefined,
      domain: undefined,
      sshListen: { host: '0.0.0.0', port: 7422 },
      data: './keyplane-data',
      databaseUrl: undefined,
      role: 'all',
      drainMs: 0,
      seedFile: undefined,
      seedNumber: undefined,
      mode: 'stand-in',
      rates: 'off',
      transitionMs: 200,
      hostRevertSeconds: 60,
      hostLogins: 32,
      callsKept: 1_000,
      logLevel: 'warn',
      hasStrictParameters: false,
      masterKey: undefined,
      adminToken: undefined,
      agentSocket: undefined,
    })
  })

  it('lets flags win over the environment, and the environment over the file', () => {
    const file = join(directory, 'keyplane.yaml')
    writeFileSync(file, 'listen: 127.0.0.1:1\nmode: strict\ntransition-ms: 5\n')
    const environment = { KEYPLANE_LISTEN: '127.0.0.1:2', KEYPLANE_TRANSITION_MS: '6' }
    const config = read({ listen: '127.0.0.1:3' }, environment, file)
    expect(config).toMatchObject({ listen: { port: 3 }, transitionMs: 6, mode: 'strict' })
  })

  it('reads every setting from the environment too', () => {
    expect(environmentName('ssh-listen')).toBe('KEYPLANE_SSH_LISTEN')
    for (const { name } of SETTINGS) {
      expect(() => read({}, { [environmentName(name)]: '\u0000' }), name).not.toThrow(TypeError)
    }
    expect(read({}, { KEYPLANE_SSH_LISTEN: 'off' }).sshListen).toBe('off')
    expect(read({}, { KEYPLANE_SSH_LISTEN: '[::1]:22' }).sshListen).toEqual({ host: '::1', port: 22 })
  })

  it('says in both languages what each setting must be, with the same numbers', () => {
    const texts = SETTINGS.flatMap(({ name }) => {
      const complaint = complaintOf(() => read({ [name]: '' }))
      return complaint?.en.startsWith(`--${name}: `) ? [complaint] : []
    })
    // A file may have any name.
    expect(texts).toHaveLength(SETTINGS.length - 3)
    for (const { en, zh } of texts) {
      expect(zh).toMatch(/^--[a-z-]+：必须\P{Cc}+$/u)
      expect(zh.slice(0, zh.indexOf('：'))).toBe(en.slice(0, en.indexOf(':')))
    }
    const numbers = (text: string) => (text.match(/\d+/g) ?? []).toSorted()
    // In English some say only that it is a number.
    const bounded = texts.filter(({ en }) => / from \d/.test(en))
    expect(bounded.map(({ zh }) => numbers(zh))).toEqual(bounded.map(({ en }) => numbers(en)))
    expect(complaintOf(() => read({ listen: 'foo' }))?.zh).toBe(
      '--listen：必须是 HOST:PORT，例如 127.0.0.1:7420',
    )
    expect(complaintOf(() => read({ role: 'api' }))?.zh).toContain('--role api 需要 --database-url')
  })

  it('reads secrets from the environment only', () => {
    const environment = { KEYPLANE_MASTER_KEY: 'a', KEYPLANE_ADMIN_TOKEN: 'b' }
    expect(read({}, environment)).toMatchObject({ masterKey: 'a', adminToken: 'b' })
    const file = join(directory, 'secrets.yaml')
    writeFileSync(file, 'admin-token: b\n')
    expect(() => read({}, {}, file)).toThrow('unknown setting: admin-token')
  })

  it('limits calls as documented in strict mode, not at all in the stand-in, or as it is told', () => {
    expect(read({ mode: 'strict' }).rates).toBe('documented')
    expect(read({ mode: 'strict', rates: 'off' }).rates).toBe('off')
    expect(read({ rates: 'documented' }).rates).toBe('documented')
    expect(read({}, { KEYPLANE_RATES: '25' }).rates).toBe(25)
    const file = join(directory, 'rates.yaml')
    for (const [text, rates] of [['off', 'off'] as const, ['3', 3] as const]) {
      writeFileSync(file, `mode: strict\nrates: ${text}\n`)
      expect(read({}, {}, file).rates).toBe(rates)
    }
  })

  it('bounds what is done at enrolled hosts', () => {
    const least = { 'host-revert-seconds': '5', 'host-logins': '1' }
    expect(read(least)).toMatchObject({ hostRevertSeconds: 5, hostLogins: 1 })
    const most = { KEYPLANE_HOST_REVERT_SECONDS: '3600', KEYPLANE_HOST_LOGINS: '1000' }
    expect(read({}, most)).toMatchObject({ hostRevertSeconds: 3600, hostLogins: 1000 })
    const file = join(directory, 'hosts.yaml')
    writeFileSync(file, 'host-revert-seconds: 90\nhost-logins: 8\n')
    expect(read({}, {}, file)).toMatchObject({ hostRevertSeconds: 90, hostLogins: 8 })
    writeFileSync(file, 'host-logins: 1.5\n')
    expect(() => read({}, {}, file)).toThrow('--host-logins: must be a number of logins from 1 to 1000')
  })

  it.each([
    [{ listen: 'nonsense' }, '--listen: must be HOST:PORT, for example 127.0.0.1:7420'],
    [{ listen: '127.0.0.1:70000' }, '--listen: must be HOST:PORT, for example 127.0.0.1:7420'],
    [{ 'ssh-listen': 'nonsense' }, '--ssh-listen: must be HOST:PORT or off'],
    [{ 'transition-ms': '-1' }, '--transition-ms: '],
    [{ 'host-revert-seconds': '4' }, '--host-revert-seconds: must be a number of seconds from 5 to 3600'],
    [{ 'host-revert-seconds': '3601' }, '--host-revert-seconds: must be a number of seconds from 5 to 3600'],
    [{ 'host-revert-seconds': '1m' }, '--host-revert-seconds: must be a number of seconds from 5 to 3600'],
    [{ 'host-logins': '0' }, '--host-logins: must be a number of logins from 1 to 1000'],
    [{ 'host-logins': '1001' }, '--host-logins: must be a number of logins from 1 to 1000'],
    [{ mode: 'loose' }, '--mode: '],
    [{ rates: '0' }, '--rates: must be off, documented or a number of calls per second from 1 to 10000'],
    [{ rates: '1.5' }, '--rates: must be off, documented or a number'],
    [{ rates: 'fast' }, '--rates: must be off, documented or a number'],
    [{ rates: '' }, '--rates: must be off, documented or a number'],
    [{ 'tls-cert': 'a' }, '--tls-cert and --tls-key belong together'],
    [{ 'database-url': 'mysql://user:hidden@x' }, '--database-url: must begin with postgres://'],
    [{ role: 'worker' }, '--role worker needs --database-url'],
    [{ tls: 'on' }, '--tls: must be auto'],
    [{ tls: 'auto', 'tls-cert': 'a' }, '--tls auto issues a certificate itself'],
    [{ domain: 'example.test:8080' }, '--domain: must be a domain name without a port'],
    [{ domain: '127.0.0.1' }, '--domain: must be a domain name, not an address'],
    [{ domain: '.example.test' }, '--domain: must be a domain name without a port'],
  ])('refuses %j', (flags, message) => {
    expect(() => read(flags as Record<string, string>)).toThrow(ConfigError)
    expect(() => read(flags as Record<string, string>)).toThrow(message)
  })

  it('reads how it can be reached', () => {
    expect(read({ tls: 'auto', domain: 'Example.test' })).toMatchObject({
      tls: 'auto',
      domain: 'example.test',
    })
    expect(read({}, { KEYPLANE_TLS: 'auto', KEYPLANE_DOMAIN: 'lab' })).toMatchObject({
      tls: 'auto',
      domain: 'lab',
    })
    expect(read({ 'tls-cert': 'a', 'tls-key': 'b' }).tls).toEqual({ certFile: 'a', keyFile: 'b' })
  })

  it('refuses unknown keys of the file', () => {
    const file = join(directory, 'unknown.yaml')
    writeFileSync(file, 'listem: 127.0.0.1:1\n')
    expect(() => read({}, {}, file)).toThrow('unknown setting: listem')
    writeFileSync(file, '- a list\n')
    expect(() => read({}, {}, file)).toThrow('must be a mapping')
  })

  it('takes a seed number for a stand-in of one process only', () => {
    expect(read({ 'seed-number': '42' }).seedNumber).toBe(42)
    expect(() => read({ 'seed-number': '-1' })).toThrow('--seed-number: must be a number')
    expect(() => read({ 'seed-number': '1', mode: 'strict' })).toThrow('--seed-number is for tests')
    const shared = { 'seed-number': '1', 'database-url': 'postgres://localhost/keyplane' }
    expect(() => read(shared)).toThrow('--seed-number needs the embedded database')
  })
})
