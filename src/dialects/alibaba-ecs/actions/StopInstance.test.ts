import { describe, expect, it } from 'vitest'

import { describePowerOfOne } from '../test-support/power-call.ts'
import { invalid, refusal } from '../test-support/test-world.ts'

const { world, call: stop } = describePowerOfOne({
  action: 'StopInstance',
  instances: [
    { id: 'i-running' },
    { id: 'i-frugal' },
    { id: 'i-echo' },
    { id: 'i-stopped', state: 'stopped' },
    { id: 'i-busy', busy: true },
  ],
  ready: ['i-running', 'Running'],
  wrong: ['i-stopped', 'i-busy'],
})

describe('parsing', () => {
  it('refuses a mode that does not exist', async () => {
    expect(refusal(await stop('i-running', { StoppedMode: 'Sleep' }))).toEqual(invalid('StoppedMode'))
    expect(refusal(await stop('i-running', { ForceStop: 'yes' }))).toEqual(invalid('ForceStop'))
  })
})

describe('behaviour', () => {
  it('shows no mode while an instance runs, also after a dry run', async () => {
    await stop('i-running', { DryRun: 'true' })
    expect(await world().show('i-running')).toMatchObject({ StoppedMode: 'Not-applicable' })
  })

  it('stops an instance, which keeps its resources unless told otherwise', async () => {
    expect((await stop('i-running', { ForceStop: 'true', ConfirmStop: 'true' })).status).toBe(200)
    await world().waitFor('i-running', 'Stopped')
    expect(await world().show('i-running')).toMatchObject({ StoppedMode: 'KeepCharging' })
  })

  it('takes back what a running instance shows, as Terraform sends it', async () => {
    const { StoppedMode } = await world().show('i-echo')
    expect(StoppedMode).toBe('Not-applicable')
    expect((await stop('i-echo', { StoppedMode: String(StoppedMode) })).status).toBe(200)
    await world().waitFor('i-echo', 'Stopped')
    expect(await world().show('i-echo')).toMatchObject({ StoppedMode: 'KeepCharging' })
  })

  it('stops an instance in economical mode', async () => {
    await stop('i-frugal', { StoppedMode: 'StopCharging' })
    await world().waitFor('i-frugal', 'Stopped')
    expect(await world().show('i-frugal')).toMatchObject({ StoppedMode: 'StopCharging' })
  })
})
