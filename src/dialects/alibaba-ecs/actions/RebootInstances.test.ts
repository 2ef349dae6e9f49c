import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  invalid,
  missing,
  REFUSALS,
  refusal,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ name: 'k1' }],
    instances: [{ id: 'i-a' }, { id: 'i-b' }, { id: 'i-stopped', state: 'stopped' }],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function reboot(ids: readonly string[], params = {}) {
  const list = Object.fromEntries(ids.map((id, index) => [`InstanceId.${index + 1}`, id]))
  return world.call('RebootInstances', { RegionId: REGION, ...list, ...params })
}

describe('parsing', () => {
  it('refuses a call without an instance, and a force that is no boolean', async () => {
    expect(refusal(await reboot([]))).toEqual(missing('InstanceId'))
    expect(refusal(await reboot(['i-a'], { ForceReboot: 'x' }))).toEqual(invalid('ForceReboot'))
  })
})

describe('refusals', () => {
  it('reboots nothing when one does not run or is unknown', async () => {
    expect(refusal(await reboot(['i-a', 'i-stopped']))).toEqual(REFUSALS.status)
    expect(refusal(await reboot(['i-a', 'i-unknown']))).toEqual(REFUSALS.instances)
    expect(await world.show('i-a')).toMatchObject({ Status: 'Running' })
  })

  it('refuses a user without policies', async () => {
    const params = { RegionId: REGION, 'InstanceId.1': 'i-a' }
    expect(refusal(await world.call('RebootInstances', params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('changes nothing in a dry run', async () => {
    expect(refusal(await reboot(['i-a'], { DryRun: 'true' }))).toEqual(REFUSALS.batchDryRun)
  })

  it('brings pending key pairs into force', async () => {
    const InstanceIds = '["i-a","i-b"]'
    await world.call('AttachKeyPair', { RegionId: REGION, KeyPairName: 'k1', InstanceIds })
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
      await world.waitFor(id, 'Running')
      expect(await world.access(id)).toEqual({ keys: 1, password: false })
    }
  })
})
