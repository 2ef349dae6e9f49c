import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ALICE, missing, REFUSALS, refusal, startWorld, type TestWorld } from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ name: 'k1' }],
    instances: [
      { id: 'i-a' },
      { id: 'i-bound', keyPairs: ['k1'] },
      { id: 'i-starting', state: 'starting' },
      { id: 'i-locked', state: 'banned' },
      { id: 'i-windows', os: 'windows' },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function modify(InstanceId: string, params = {}) {
  return world.call('ModifyInstanceAttribute', { InstanceId, ...params })
}

async function reboot(InstanceId: string): Promise<void> {
  await world.call('RebootInstance', { InstanceId })
  await world.waitFor(InstanceId, 'Running')
}

describe('parsing', () => {
  it('refuses a call without an instance', async () => {
    expect(refusal(await modify(''))).toEqual(missing('InstanceId'))
  })

  it.each([
    ['Password', 'short1A'],
    ['Password', 'alllowercase1'],
    ['Password', 'Üngültig-Passw0rd'],
    ['Password', `Aa1${'x'.repeat(28)}`],
    ['InstanceName', '1st'],
    ['InstanceName', 'http://x'],
    ['Description', 'x'],
    ['Description', 'https://x'],
    ['HostName', '-host'],
    ['HostName', 'h'],
    ['HostName', 'host-'],
    ['HostName', 'web[1,3]'],
    ['InstanceName', 'web[1,3]'],
    ['UserData', '§'],
  ])('refuses %s=%s', async (name, value) => {
    expect(refusal(await modify('i-a', { [name]: value }))).toEqual([
      400,
      `Invalid${name}.Malformed`,
      `The specified parameter "${name}" is not valid.`,
    ])
  })
})

describe('refusals', () => {
  it('refuses an unknown instance', async () => {
    expect(refusal(await modify('i-unknown', { InstanceName: 'web' }))).toEqual(REFUSALS.instance)
  })

  it('refuses a password or host name for an instance that starts', async () => {
    expect(refusal(await modify('i-starting', { Password: 'Passw0rd!' }))).toEqual(REFUSALS.status)
    expect(refusal(await modify('i-starting', { HostName: 'web' }))).toEqual(REFUSALS.status)
    expect((await modify('i-starting', { InstanceName: 'web' })).status).toBe(200)
  })

  it.each([
    ['HostName', 'longer-than-fifteen'],
    ['HostName', 'a.b'],
    ['HostName', '12345'],
    ['Password', '/Passw0rd!'],
  ])('refuses %s=%s for Windows', async (name, value) => {
    expect(refusal(await modify('i-windows', { [name]: value })).slice(0, 2)).toEqual([
      400,
      `Invalid${name}.Malformed`,
    ])
    expect((await modify('i-a', { [name]: value })).status).toBe(200)
  })

  it('refuses an unknown mode of credits and a group that is none', async () => {
    expect(refusal(await modify('i-a', { CreditSpecification: 'Some' })).slice(0, 2)).toEqual([
      400,
      'InvalidParameter',
    ])
    expect(refusal(await modify('i-a', { 'SecurityGroupIds.1': 'x' })).slice(0, 2)).toEqual([
      404,
      'InvalidSecurityGroupId.NotFound',
    ])
  })

  it('changes nothing of a call whose password is refused', async () => {
    const reply = await modify('i-locked', { Password: 'Passw0rd!', InstanceName: 'renamed' })
    expect(refusal(reply)[1]).toBe('InstanceLockedForSecurity')
    expect(await world.show('i-locked')).toMatchObject({ InstanceName: 'i-locked' })
  })

  it.each([{ InstanceName: 'renamed' }, { Description: 'a text' }, { DeletionProtection: 'true' }])(
    'refuses every change of an instance that is locked for security: %j',
    async (params) => {
      expect(refusal(await modify('i-locked', params))[1]).toBe('InstanceLockedForSecurity')
    },
  )

  it('refuses a user without policies', async () => {
    const reply = await world.call('ModifyInstanceAttribute', { InstanceId: 'i-a' }, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('changes what an instance is called, and its password with it', async () => {
    const { status, body } = await modify('i-a', {
      InstanceName: 'web-1',
      Description: 'front end',
      HostName: 'web-host',
      DeletionProtection: 'true',
      CreditSpecification: 'Standard',
      'SecurityGroupIds.1': 'sg-other',
      Password: 'Passw0rd!',
    })
    expect([status, Object.keys(body)]).toEqual([200, ['RequestId']])
    expect(await world.show('i-a')).toMatchObject({
      InstanceName: 'web-1',
      Description: 'front end',
      HostName: 'web-host',
      DeletionProtection: true,
      CreditSpecification: 'Standard',
      SecurityGroupIds: { SecurityGroupId: ['sg-other'] },
    })
    expect(await world.access('i-a')).toEqual({ keys: 0, password: false })
    await reboot('i-a')
    expect(await world.access('i-a')).toEqual({ keys: 0, password: true })
  })

  it('lets a new password wait until the key pair is gone', async () => {
    await modify('i-bound', { Password: 'Passw0rd!' })
    await reboot('i-bound')
    expect(await world.access('i-bound')).toEqual({ keys: 1, password: false })
    const params = { RegionId: 'cn-hangzhou', KeyPairName: 'k1', InstanceIds: '["i-bound"]' }
    await world.call('DetachKeyPair', params)
    await reboot('i-bound')
    expect(await world.access('i-bound')).toEqual({ keys: 0, password: true })
  })

  it('keeps the data of the user, and nothing of what has no effect', async () => {
    const UserData = Buffer.from('echo hello').toString('base64')
    const without = { 'CpuOptions.Core': '1', 'RemoteConnectionOptions.Password': 'secret' }
    expect((await modify('i-bound', { UserData, Recyclable: 'true', ...without })).status).toBe(200)
    expect(await world.show('i-bound')).toMatchObject({ Recyclable: true })
    const owner = { account: '1234567890123456', dialect: 'alibaba-ecs' }
    const [instance] = await world.core.database.instances.findByIds(owner, ['i-bound'])
    expect(instance?.attributes).toMatchObject({ UserData })
    expect(JSON.stringify(instance)).not.toContain('secret')
  })
})
