import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  invalid,
  missing,
  REFUSALS,
  refusal,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    instances: [
      { id: 'i-running' },
      { id: 'i-frugal' },
      { id: 'i-echo' },
      { id: 'i-stopped', state: 'stopped' },
      { id: 'i-busy', busy: true },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function stop(InstanceId: string, params = {}) {
  return world.call('StopInstance', { InstanceId, ...params })
}

describe('parsing', () => {
  it('refuses a call without an instance, or with a mode that does not exist', async () => {
    expect(refusal(await stop(''))).toEqual(missing('InstanceId'))
    expect(refusal(await stop('i-running', { StoppedMode: 'Sleep' }))).toEqual(invalid('StoppedMode'))
    expect(refusal(await stop('i-running', { ForceStop: 'yes' }))).toEqual(invalid('ForceStop'))
  })
})

describe('refusals', () => {
  it('refuses an unknown instance, a stopped one and a busy one', async () => {
    expect(refusal(await stop('i-unknown'))).toEqual(REFUSALS.instance)
    expect(refusal(await stop('i-stopped'))).toEqual(REFUSALS.status)
    expect(refusal(await stop('i-busy'))).toEqual(REFUSALS.status)
  })

  it('refuses a user without policies', async () => {
    const reply = await world.call('StopInstance', { InstanceId: 'i-running' }, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('changes nothing in a dry run', async () => {
    expect(refusal(await stop('i-running', { DryRun: 'true' }))).toEqual(REFUSALS.dryRun)
    expect(await world.show('i-running')).toMatchObject({ Status: 'Running', StoppedMode: 'Not-applicable' })
  })

  it('stops an instance, which keeps its resources unless told otherwise', async () => {
    expect((await stop('i-running', { ForceStop: 'true', ConfirmStop: 'true' })).status).toBe(200)
    await world.waitFor('i-running', 'Stopped')
    expect(await world.show('i-running')).toMatchObject({ StoppedMode: 'KeepCharging' })
  })

  it('takes back what a running instance shows, as Terraform sends it', async () => {
    const { StoppedMode } = await world.show('i-echo')
    expect(StoppedMode).toBe('Not-applicable')
    expect((await stop('i-echo', { StoppedMode })).status).toBe(200)
    await world.waitFor('i-echo', 'Stopped')
    expect(await world.show('i-echo')).toMatchObject({ StoppedMode: 'KeepCharging' })
  })

  it('stops an instance in economical mode', async () => {
    await stop('i-frugal', { StoppedMode: 'StopCharging' })
    await world.waitFor('i-frugal', 'Stopped')
    expect(await world.show('i-frugal')).toMatchObject({ StoppedMode: 'StopCharging' })
  })
})
