import { describe, expect, it } from 'vitest'

import { describePowerOfMany } from '../test-support/power-call.ts'
import { invalid, refusal, REGION } from '../test-support/test-world.ts'

const { world, call: reboot } = describePowerOfMany({
  action: 'RebootInstances',
  keyPairs: [{ name: 'k1' }],
  instances: [{ id: 'i-a' }, { id: 'i-b' }, { id: 'i-stopped', state: 'stopped' }],
  ready: ['i-a', 'Running'],
  wrong: ['i-stopped'],
})

describe('parsing', () => {
  it('refuses a force that is no boolean', async () => {
    expect(refusal(await reboot(['i-a'], { ForceReboot: 'x' }))).toEqual(invalid('ForceReboot'))
  })
})

describe('behaviour', () => {
  it('brings pending key pairs into force', async () => {
    const InstanceIds = '["i-a","i-b"]'
    await world().call('AttachKeyPair', { RegionId: REGION, KeyPairName: 'k1', InstanceIds })
    const { body } = await reboot(['i-a', 'i-b'], { ForceReboot: 'true' })
    expect(body).toMatchObject({
      InstanceResponses: {
        InstanceResponse: [
          { InstanceId: 'i-a', Code: '200', PreviousStatus: 'Running', CurrentStatus: 'Starting' },
          { InstanceId: 'i-b', Code: '200' },
        ],
      },
    })
    for (const id of ['i-a', 'i-b']) {
      await world().waitFor(id, 'Running')
      expect(await world().access(id)).toEqual({ keys: 1, password: false })
    }
  })
})
