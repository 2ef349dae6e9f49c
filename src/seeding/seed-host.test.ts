import { describe, expect, it } from 'vitest'

import { startTestKeyplane } from '../../tests/start-keyplane.ts'
import { ConfigError } from '../config.ts'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const HOST = { address: '127.0.0.1', port: 1, user: 'deploy', hostKeys: [KEY], drift: 'enforce' }

function seedOf(instance: object): string {
  const place = { dialect: 'tencent-cvm', account: 'acme', region: 'ap-guangzhou', id: 'ins-1e4r6y8i' }
  return JSON.stringify({
    accounts: [{ id: '1000000001', name: 'acme', users: [{ name: 'root' }] }],
    keyPairs: [{ ...place, id: 'skey-4e5ty7i8', name: 'demo', publicKey: KEY }],
    instances: [{ ...place, driver: 'linux-host', ...instance }],
  })
}

async function mistakeIn(instance: object): Promise<string> {
  try {
    await using keyplane = await startTestKeyplane({ seed: seedOf(instance) })
    return `started at ${keyplane.api}`
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

describe('a host in a seed file', () => {
  it('is an instance at its own address, with the record of its driver', async () => {
    await using keyplane = await startTestKeyplane({ seed: seedOf({ host: HOST }) })
    const { database } = keyplane.core
    const owner = { account: '1000000001', dialect: 'tencent-cvm' }
    const [instance] = await database.instances.findByIds(owner, ['ins-1e4r6y8i'])
    expect(instance).toMatchObject({
      address: '127.0.0.1',
      loginUser: 'deploy',
      driver: 'linux-host',
      state: 'running',
    })
    const [row] = await database.machines.listOf('linux-host', { after: '', limit: 10 })
    expect(JSON.parse(row?.record ?? '')).toMatchObject({ address: '127.0.0.1', port: 1, drift: 'enforce' })
  })

  it('has what is bound brought to it, not taken for granted', async () => {
    await using keyplane = await startTestKeyplane({ seed: seedOf({ host: HOST, keyPairs: ['demo'] }) })
    const owner = { account: '1000000001', dialect: 'tencent-cvm' }
    const [instance] = await keyplane.core.database.instances.findByIds(owner, ['ins-1e4r6y8i'])
    expect(instance).toMatchObject({
      appliedVersion: 0,
      desiredVersion: 1,
      latestOperation: { action: 'SeedHost' },
    })
  })

  it.each([
    [{}, 'instances.0: driver linux-host needs its block host'],
    [{ host: HOST, driver: 'simulated' }, 'instances.0: host belongs to driver linux-host'],
    [{ host: HOST, state: 'stopped' }, 'instances.0: a host is a running Linux that is not busy'],
    [
      { host: HOST, password: 'S3cret-pw!' },
      'instances.0: the password of a host is its own: leave password out',
    ],
    [
      { host: { ...HOST, hostKeys: ['AAAA'] } },
      'instances.0.host.hostKeys.0: must be one bare key: type and base64',
    ],
    [{ host: { ...HOST, hostKeys: [] } }, 'instances.0.host.hostKeys: '],
    [{ host: { ...HOST, portt: 22 } }, 'instances.0.host: Unrecognized key: "portt"'],
  ])('is refused with its place: %j', async (instance, message) => {
    expect(await mistakeIn(instance)).toContain(message)
  })
})
