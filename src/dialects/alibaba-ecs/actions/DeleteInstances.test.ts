import { describe, expect, it } from 'vitest'

import { describePowerOfMany } from '../test-support/power-call.ts'
import { invalid, refusal } from '../test-support/test-world.ts'

const { world, call: remove } = describePowerOfMany({
  action: 'DeleteInstances',
  instances: [
    { id: 'i-a', state: 'stopped' },
    { id: 'i-b', state: 'stopped' },
    { id: 'i-running' },
    { id: 'i-pending', state: 'pending' },
    { id: 'i-protected', state: 'stopped' },
  ],
  ready: ['i-a', 'Stopped'],
  wrong: ['i-running'],
})

describe('parsing', () => {
  it('refuses a client token of more than 64 characters, or beyond ASCII', async () => {
    for (const ClientToken of ['x'.repeat(65), 'é']) {
      expect(refusal(await remove(['i-a'], { ClientToken }))).toEqual(invalid('ClientToken'))
    }
  })
})

describe('refusals', () => {
  it('deletes nothing when one is being made', async () => {
    expect(refusal(await remove(['i-a', 'i-pending']))[1]).toBe('IncorrectInstanceStatus.Initializing')
    expect(await world().show('i-a')).toMatchObject({ Status: 'Stopped' })
  })

  it('deletes nothing when one is protected', async () => {
    await world().call('ModifyInstanceAttribute', { InstanceId: 'i-protected', DeletionProtection: 'true' })
    expect(refusal(await remove(['i-a', 'i-protected'], { Force: 'true' }))).toEqual([
      403,
      'InvalidOperation.DeletionProtection',
      'The operation is not allowed due to deletion protection.',
    ])
    expect(await world().show('i-a')).toMatchObject({ Status: 'Stopped' })
  })
})

describe('behaviour', () => {
  it('deletes all of them and answers with the request id alone', async () => {
    const { status, body } = await remove(['i-a', 'i-b', 'i-running'], {
      Force: 'true',
      ClientToken: 'x'.repeat(64),
    })
    expect([status, Object.keys(body)]).toEqual([200, ['RequestId']])
    for (const id of ['i-a', 'i-b', 'i-running']) await expect.poll(() => world().show(id)).toEqual({})
  })
})
