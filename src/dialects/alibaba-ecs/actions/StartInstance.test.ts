import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ALICE, missing, REFUSALS, refusal, startWorld, type TestWorld } from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    instances: [
      { id: 'i-stopped', state: 'stopped' },
      { id: 'i-beijing', state: 'stopped', region: 'cn-beijing' },
      { id: 'i-running' },
      { id: 'i-busy', state: 'stopped', busy: true },
      { id: 'i-locked', state: 'banned' },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function start(InstanceId: string, params = {}) {
  return world.call('StartInstance', { InstanceId, ...params })
}

describe('parsing', () => {
  it('refuses a call without an instance', async () => {
    expect(refusal(await start(''))).toEqual(missing('InstanceId'))
  })

  it('ignores a region, as clients send one that nobody asked for', async () => {
    expect(refusal(await start('i-stopped', { RegionId: 'nowhere', DryRun: 'true' }))).toEqual(
      REFUSALS.dryRun,
    )
  })
})

describe('refusals', () => {
  it.each(['i-unknown', 'nonsense', 'x'.repeat(300)])('refuses %s', async (id) => {
    expect(refusal(await start(id))).toEqual(REFUSALS.instance)
  })

  it.each(['i-running', 'i-busy'])('refuses %s in its state', async (id) => {
    expect(refusal(await start(id))).toEqual(REFUSALS.status)
  })

  it('refuses a locked instance', async () => {
    expect(refusal(await start('i-locked'))).toEqual([
      403,
      'InstanceLockedForSecurity',
      'The instance is locked due to security.',
    ])
  })

  it('refuses a user without policies', async () => {
    const reply = await world.call('StartInstance', { InstanceId: 'i-stopped' }, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('changes nothing in a dry run', async () => {
    expect(refusal(await start('i-stopped', { DryRun: 'true' }))).toEqual(REFUSALS.dryRun)
    expect(await world.show('i-stopped')).toMatchObject({ Status: 'Stopped' })
  })

  it('starts an instance and answers with the request id alone', async () => {
    const { status, body } = await start('i-stopped')
    expect([status, Object.keys(body)]).toEqual([200, ['RequestId']])
    await world.waitFor('i-stopped', 'Running')
  })

  it('finds an instance of any region', async () => {
    expect((await start('i-beijing')).status).toBe(200)
  })
})
