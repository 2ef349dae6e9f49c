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

describe('readConfig', () => {
  it('has the documented defaults', () => {
    expect(read({})).toEqual({
      listen: { host: '127.0.0.1', port: 7420 },
      tls: undefined,
      sshListen: { host: '0.0.0.0', port: 7422 },
      data: './keyplane-data',
      seedFile: undefined,
      mode: 'stand-in',
      transitionMs: 200,
      logLevel: 'warn',
      masterKey: undefined,
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

  it.each([
    [{ listen: 'nonsense' }, '--listen: must be HOST:PORT, for example 127.0.0.1:7420'],
    [{ listen: '127.0.0.1:70000' }, '--listen: must be HOST:PORT, for example 127.0.0.1:7420'],
    [{ 'ssh-listen': 'nonsense' }, '--ssh-listen: must be HOST:PORT or off'],
    [{ 'transition-ms': '-1' }, '--transition-ms: '],
    [{ mode: 'loose' }, '--mode: '],
    [{ 'tls-cert': 'a' }, '--tls-cert and --tls-key belong together'],
    [{ 'database-url': 'postgres://x' }, '--database-url: PostgreSQL is not supported in this version'],
    [{ role: 'worker' }, '--role worker: '],
    [{ tls: 'auto' }, '--tls auto: '],
  ])('refuses %j', (flags, message) => {
    expect(() => read(flags as Record<string, string>)).toThrow(ConfigError)
    expect(() => read(flags as Record<string, string>)).toThrow(message)
  })

  it('refuses unknown keys of the file', () => {
    const file = join(directory, 'unknown.yaml')
    writeFileSync(file, 'listem: 127.0.0.1:1\n')
    expect(() => read({}, {}, file)).toThrow('unknown setting: listem')
    writeFileSync(file, '- a list\n')
    expect(() => read({}, {}, file)).toThrow('must be a mapping')
  })
})
