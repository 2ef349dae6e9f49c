import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { heldClock } from '../../../../tests/held-clock.ts'
import { ALICE, missing, REFUSALS, refusal, startWorld, type TestWorld } from '../test-support/test-world.ts'

let world: TestWorld
const clock = heldClock(Date.now())

beforeAll(async () => {
  const instances = [
    { id: 'i-running' },
    { id: 'i-stopped', state: 'stopped' },
    { id: 'i-rebooting', state: 'rebooting' },
  ]
  world = await startWorld({ instances }, { transitionMs: 50, clock })
})
afterAll(() => world[Symbol.asyncDispose]())

function reboot(InstanceId: string, params = {}) {
  return world.call('RebootInstance', { InstanceId, ...params })
}

describe('parsing', () => {
  it('refuses a call without an instance', async () => {
    expect(refusal(await reboot(''))).toEqual(missing('InstanceId'))
  })
})

describe('refusals', () => {
  it('refuses an unknown instance and one that does not run', async () => {
    expect(refusal(await reboot('i-unknown'))).toEqual(REFUSALS.instance)
    expect(refusal(await reboot('i-stopped'))).toEqual(REFUSALS.status)
    expect(refusal(await reboot('i-rebooting'))).toEqual(REFUSALS.status)
  })

  it('refuses a user without policies', async () => {
    const reply = await world.call('RebootInstance', { InstanceId: 'i-running' }, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('shows an instance that reboots as Starting', async () => {
    expect(await world.show('i-rebooting')).toMatchObject({ Status: 'Starting' })
  })

  it('changes nothing in a dry run', async () => {
    expect(refusal(await reboot('i-running', { DryRun: 'true' }))).toEqual(REFUSALS.dryRun)
    expect(await world.show('i-running')).toMatchObject({ Status: 'Running' })
  })

  it('reboots an instance', async () => {
    const { status, body } = await reboot('i-running', { ForceStop: 'true' })
    expect([status, Object.keys(body)]).toEqual([200, ['RequestId']])
    expect(await world.show('i-running')).toMatchObject({ Status: 'Starting' })
    const move = async () => {
      clock.advance(50)
      return (await world.show('i-running'))['Status']
    }
    await expect.poll(move).toBe('Running')
  })
})
