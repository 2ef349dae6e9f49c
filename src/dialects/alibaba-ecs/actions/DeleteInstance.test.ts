import { describe, expect, it } from 'vitest'

import { describePowerOfOne } from '../test-support/power-call.ts'
import { REFUSALS, refusal, REGION } from '../test-support/test-world.ts'

const { world, call: remove } = describePowerOfOne({
  action: 'DeleteInstance',
  instances: [
    { id: 'i-running' },
    { id: 'i-stopped', state: 'stopped' },
    { id: 'i-pending', state: 'pending' },
    { id: 'i-corrupted', state: 'corrupted' },
    { id: 'i-locked', state: 'banned' },
    { id: 'i-protected', state: 'stopped' },
  ],
  ready: ['i-stopped', 'Stopped'],
  wrong: ['i-running'],
})

async function runPrepaid(): Promise<string> {
  const { body } = await world().call('RunInstances', {
    RegionId: REGION,
    ImageId: 'ubuntu_22_04_x64_20G_alibase_20240819.vhd',
    InstanceType: 'ecs.g6.large',
    SecurityGroupId: 'sg-1',
    InstanceChargeType: 'PrePaid',
  })
  // The shape is tested with RunInstances.
  const [id] = (body['InstanceIdSets'] as { InstanceIdSet: string[] }).InstanceIdSet
  await world().waitFor(String(id), 'Running')
  return String(id)
}

describe('an instance that is locked for security', () => {
  it('can be deleted', async () => {
    expect((await remove('i-locked')).status).toBe(200)
  })
})

describe('refusals', () => {
  it('tells that an instance is still being made', async () => {
    expect(refusal(await remove('i-pending', { Force: 'true' }))).toEqual([
      403,
      'IncorrectInstanceStatus.Initializing',
      'The specified instance status does not support this operation.',
    ])
  })

  it('refuses a protected instance until the protection is taken away', async () => {
    await world().call('ModifyInstanceAttribute', { InstanceId: 'i-protected', DeletionProtection: 'true' })
    expect(refusal(await remove('i-protected'))).toEqual([
      403,
      'InvalidOperation.DeletionProtection',
      'The operation is not allowed due to deletion protection.',
    ])
    await world().call('ModifyInstanceAttribute', { InstanceId: 'i-protected', DeletionProtection: 'false' })
    expect((await remove('i-protected')).status).toBe(200)
  })

  it('refuses a subscription unless it is to be ended', async () => {
    const id = await runPrepaid()
    expect(refusal(await remove(id, { Force: 'true' })).slice(0, 2)).toEqual([403, 'ChargeTypeViolation'])
    expect((await remove(id, { Force: 'true', TerminateSubscription: 'true' })).status).toBe(200)
  })
})

describe('behaviour', () => {
  it.each([
    ['i-stopped', {}],
    ['i-corrupted', {}],
    ['i-running', { Force: 'true', ForceStop: 'true' }],
  ])('deletes %s', async (id, params) => {
    expect((await remove(id, params)).status).toBe(200)
    await expect.poll(() => world().show(id)).toEqual({})
    expect(refusal(await remove(id))).toEqual(REFUSALS.instance)
  })
})
