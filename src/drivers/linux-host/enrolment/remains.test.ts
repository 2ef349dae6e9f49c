import { describe, expect, it } from 'vitest'

import { hostRecord } from '../host-record.ts'
import { emergencyOn, remainsOn } from './remains.ts'

const WAY = { address: '10.0.0.5', user: 'root', hostKeys: ['ssh-ed25519 AAAA'], stateId: 'deployment-1' }
const BLOCK = '"# keyplane deployment-1: begin" to "# keyplane deployment-1: end"'

describe('remainsOn', () => {
  it('names every place where something was written, and each bound key', () => {
    const host = hostRecord.parse({ ...WAY, breakGlassKeys: ['ssh-ed25519 BBBB'] })
    expect(remainsOn(host, { loginUser: 'web', publicKeys: ['ssh-ed25519 CCCC', 'ssh-rsa DDDD'] })).toEqual([
      'in the key file of web: every line with " keyplane:deployment-1:" in it, which lets its key in' +
        '; one of them has ssh-ed25519 CCCC; one of them has ssh-rsa DDDD',
      'in the key file of web: every line with " keyplane-break-glass:deployment-1:" in it',
      `in the configuration of sshd: the lines from ${BLOCK}, which turn off the passwords of web`,
      'in the key file of root: the line that ends in "keyplane-management"',
      'the folder /var/lib/keyplane/deployment-1',
    ])
  })

  it('leaves out what was never written there', () => {
    const login = { kind: 'identity', file: '/id' } as const
    const host = hostRecord.parse({ ...WAY, user: 'web', login, managesPassword: false })
    expect(remainsOn(host, { loginUser: 'web', publicKeys: [] })).toEqual([
      'in the key file of web: every line with " keyplane:deployment-1:" in it, which lets its key in',
      'the folder ~/.keyplane/deployment-1',
    ])
  })

  it('names the file of a host that only serves files', () => {
    const host = hostRecord.parse({ ...WAY, user: 'web', access: 'sftp' })
    expect(remainsOn(host, { loginUser: 'web', publicKeys: [] })).toEqual([
      'in the key file of web: every line with " keyplane:deployment-1:" in it, which lets its key in',
      'in the key file of web: the line that ends in "keyplane-management"',
      'beside the key file of web: the file .keyplane-deployment-1',
    ])
  })
})

describe('emergencyOn', () => {
  it('names the lines that stay also when a host is let go, where there are any', () => {
    const host = hostRecord.parse({ ...WAY, breakGlassKeys: ['ssh-ed25519 BBBB'] })
    expect(emergencyOn(host, 'web')).toEqual([
      'in the key file of web: every line with " keyplane-break-glass:deployment-1:" in it',
    ])
    expect(emergencyOn(hostRecord.parse(WAY), 'web')).toEqual([])
  })
})
