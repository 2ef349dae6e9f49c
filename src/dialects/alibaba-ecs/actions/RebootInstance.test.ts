import { describe, expect, it } from 'vitest'

import { heldClock } from '../../../../tests/held-clock.ts'
import { describePowerOfOne } from '../test-support/power-call.ts'

const clock = heldClock(Date.now())
const { world, call: reboot } = describePowerOfOne({
  action: 'RebootInstance',
  instances: [
    { id: 'i-running' },
    { id: 'i-stopped', state: 'stopped' },
    { id: 'i-rebooting', state: 'rebooting' },
  ],
  ready: ['i-running', 'Running'],
  wrong: ['i-stopped', 'i-rebooting'],
  options: { transitionMs: 50, clock },
})

describe('behaviour', () => {
  it('shows an instance that reboots as Starting', async () => {
    expect(await world().show('i-rebooting')).toMatchObject({ Status: 'Starting' })
  })

  it('reboots an instance', async () => {
    const { status, body } = await reboot('i-running', { ForceStop: 'true' })
    expect([status, Object.keys(body)]).toEqual([200, ['RequestId']])
    expect(await world().show('i-running')).toMatchObject({ Status: 'Starting' })
    const move = async () => {
      clock.advance(50)
      return (await world().show('i-running'))['Status']
    }
    await expect.poll(move).toBe('Running')
  })
})
